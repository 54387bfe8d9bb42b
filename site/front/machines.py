"""What search engines ask for first."""

from itertools import chain, islice

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog import sitemaps as blog
from content.site import for_request
from pagecache import clock, public, reads, render
from pages import sitemaps as pages
from seo import absolute

SITEMAP = "sitemap"  # the tag of what the sitemap says; config/affected.py knows what that is
LONGEST_SITEMAP = 50_000  # addresses, by the protocol of sitemaps.org


@public(content_type="text/plain; charset=utf-8")
def robots(request: HttpRequest) -> HttpResponse:
    context = {"robots": for_request(request).robots, "sitemap": absolute(reverse("front:sitemap"))}
    return render(request, "front/robots.txt", context)


@public(content_type="application/xml; charset=utf-8")
def sitemap(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    found = chain([(reverse("front:home"), None)], pages.entries(now), blog.topics(now), blog.posts(now))
    with reads(SITEMAP):
        entries = [(absolute(path), changed) for path, changed in islice(found, LONGEST_SITEMAP)]
    return render(request, "front/sitemap.xml", {"entries": entries})
