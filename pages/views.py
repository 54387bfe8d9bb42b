"""The addresses of standing pages."""

from django.http import Http404, HttpRequest, HttpResponse

from content.letters import closes_at, may_be_written
from content.site import for_request
from pagecache import clock, public, render
from pages import queries, shown
from pages.models import Page


@public()
def page(request: HttpRequest, path: str) -> HttpResponse:
    found = queries.whole(clock.now(), path=path)
    if found is None:
        raise Http404
    is_home = for_request(request).home == f"page:{found.pk}"
    return show(request, found, "/" if is_home else found.get_absolute_url())


def show(request: HttpRequest, page: Page, path: str) -> HttpResponse:
    """Answer with *page*, whose one address is *path*."""
    above, below = queries.around(page, clock.now())
    site = for_request(request)
    clock.until(closes_at(page, site))
    context = shown.of_page(
        page,
        path,
        above=above,
        below=below,
        letters=queries.letters_to(page),
        takes_letters=may_be_written(page, site, clock.now()),
    )
    return render(request, "pages/page.html", context)
