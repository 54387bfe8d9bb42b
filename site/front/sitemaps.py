"""The sitemap: an index, and a file for each thousand of a kind (``seo.sitemaps``)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from blog import sitemaps as blog
from content.models import SiteSettings
from content.site import for_request
from pagecache import clock, public, reads, render
from pages import sitemaps as pages
from pages.shown import home_of
from seo import absolute
from seo.sitemaps import Told, shard_of

INDEX = "sitemap"  # the tag of what the index says; config/affected.py knows what that and the others are
XML = "application/xml; charset=utf-8"


def shard(kind: str, pk: int) -> str:
    """The tag of the file that tells of a row: ``sitemap:posts:3``."""
    return f"{INDEX}:{kind}:{shard_of(pk)}"


@dataclass(frozen=True)
class Kind:
    """What is told of: its files with when each last changed, and what one of them says."""

    shards: Callable[[SiteSettings, datetime], Mapping[int, datetime | None]]
    entries: Callable[[SiteSettings, int, datetime], Iterable[Told]]


KINDS = {
    "pages": Kind(
        lambda site, now: pages.shards(home_of(site), now),
        lambda site, shard, now: pages.entries(home_of(site), shard, now, site.language),
    ),
    "posts": Kind(
        lambda site, now: blog.post_shards(now),
        lambda site, shard, now: blog.posts(shard, now, site.language),
    ),
    "topics": Kind(
        lambda site, now: blog.shards_of(blog.topics, now),
        lambda site, shard, now: blog.lists(blog.topics, "blog:topic", shard, now),
    ),
    "authors": Kind(
        lambda site, now: blog.shards_of(blog.authors, now),
        lambda site, shard, now: blog.lists(blog.authors, "blog:author", shard, now),
    ),
    "series": Kind(
        lambda site, now: blog.shards_of(blog.series, now),
        lambda site, shard, now: blog.lists(blog.series, "blog:series", shard, now),
    ),
}


@public(content_type=XML)
def index(request: HttpRequest) -> HttpResponse:
    site, now = for_request(request), clock.now()
    with reads(INDEX, rows=False):
        files = [
            (absolute(reverse("front:sitemap_shard", args=[name, number])), changed)
            for name, kind in KINDS.items()
            for number, changed in kind.shards(site, now).items()
        ]
    return render(request, "front/sitemap_index.xml", {"files": files})


@public(content_type=XML)
def file(request: HttpRequest, kind: str, n: int) -> HttpResponse:
    site, now = for_request(request), clock.now()
    with reads(f"{INDEX}:{kind}:{n}", rows=False):
        entries = list(KINDS[kind].entries(site, n, now))
    if not entries:
        raise Http404
    told = [
        (absolute(entry.path), entry.changed, absolute(entry.picture), entry.alternates) for entry in entries
    ]
    return render(request, "front/sitemap.xml", {"entries": told})


class KindInAddress:
    """The name of a kind, as an address has it."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
