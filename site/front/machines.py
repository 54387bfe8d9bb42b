"""What robots ask for first."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content.site import for_request
from pagecache import public, render
from seo import absolute


@public(content_type="text/plain; charset=utf-8")
def robots(request: HttpRequest) -> HttpResponse:
    context = {"robots": for_request(request).robots, "sitemap": absolute(reverse("front:sitemap"))}
    return render(request, "front/robots.txt", context)
