"""The home page: the page that the settings name, else the head of the blog."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog import queries as blog_queries
from blog import seo as blog_seo
from content.models import SiteSettings
from content.site import for_request
from language import voice
from pagecache import clock, public, render
from pages import queries as page_queries
from pages import views as page_views
from pages.models import Page
from seo import Facts, absolute, described


@public(counted=True)
def home(request: HttpRequest) -> HttpResponse:
    page = _chosen(for_request(request))
    if page is not None:
        return page_views.show(request, page, reverse("front:home"))
    return _newest(request)


def _chosen(site: SiteSettings) -> Page | None:
    kind, _, number = site.home.partition(":")
    chosen = kind == Page.kind and number.isdecimal()
    return page_queries.numbered(clock.now(), int(number)) if chosen else None


def _newest(request: HttpRequest) -> HttpResponse:
    site = for_request(request)
    posts = blog_queries.newest(clock.now(), site.posts_on_home)
    context = {
        "say": voice(site.language),
        "facts": _facts(site),
        "lead": posts[0] if posts else None,
        "posts": posts[1:],
        "topics": _topics(posts),
    }
    return render(request, "front/home.html", context)


def _topics(posts: list[Any]) -> list[Any]:
    """What the newest posts are about, by name."""
    found = {topic.pk: topic for post in posts for topic in post.subjects}
    return sorted(found.values(), key=lambda topic: topic.name)


def _facts(site: SiteSettings) -> Facts:
    path = reverse("front:home")
    return Facts(
        title="",
        path=path,
        canonical=absolute(path),
        language=site.language,
        description=described(site.description),
        card=blog_seo.site_card(site),
        schema="CollectionPage",
        headline=site.name,
        feeds=blog_seo.feeds(),
    )
