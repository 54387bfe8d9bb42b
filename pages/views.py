"""The addresses of standing pages."""

from django.http import Http404, HttpRequest, HttpResponse

from content.letters import closes_at, may_be_written
from content.site import for_request
from content.twins import twin_of
from language import voice
from media.cards import Card, can_be_drawn, drawn
from pagecache import clock, public, render
from pages import queries, seo, shown
from pages.models import Page
from seo import twins


@public(twin="pages:page_twin", counted=True)
def page(request: HttpRequest, path: str) -> HttpResponse:
    found = _found(path)
    return show(request, found, _path(request, found))


@public()
def page_changes(request: HttpRequest, path: str) -> HttpResponse:
    """How the page at *path* changed; a page of the tree that is called so itself goes before."""
    called_so = f"{path}/changes"
    standing = queries.whole(clock.now(), called_so)
    if standing is not None:
        return show(request, standing, _path(request, standing))
    found = queries.changing(clock.now(), path)
    if found is None:
        raise Http404
    context = {"say": voice(found.language), "facts": seo.of_changes(found, request.path), "page": found}
    return render(request, "pages/page_changes.html", context)


@public(content_type=twins.MARKDOWN)
def page_twin(request: HttpRequest, path: str) -> HttpResponse:
    found = _found(path)
    at = _path(request, found)
    return twin_of(found, seo.of_page(found, at), at)


@public(content_type="image/png")
def page_card(request: HttpRequest, path: str) -> HttpResponse:
    found = queries.titled(clock.now(), path)
    if found is None or not can_be_drawn(found.title):
        raise Http404
    site = for_request(request)
    card = Card(found.title, site.name, brand=site.brand)
    return HttpResponse(drawn(card), content_type="image/png")


def _found(path: str) -> Page:
    """The live page at *path*. Raises Http404."""
    found = queries.whole(clock.now(), path)
    if found is None:
        raise Http404
    return found


def _path(request: HttpRequest, page: Page) -> str:
    """Where *page* stands: at the root where it is the home page."""
    is_home = for_request(request).home == f"page:{page.pk}"
    return "/" if is_home else page.get_absolute_url()


def show(request: HttpRequest, page: Page, path: str) -> HttpResponse:
    """Answer with *page*, whose one address is *path*."""
    around = queries.around(page, clock.now())
    site = for_request(request)
    clock.until(closes_at(page, site))
    context = shown.of_page(
        page,
        path,
        above=around.above,
        below=around.below,
        translations=around.translations,
        site=site,
        letters=queries.letters_to(page),
        takes_letters=may_be_written(page, site, clock.now()),
        shows_changes=queries.shows_changes(page),
    )
    response = render(request, "pages/page.html", context)
    response["Link"] = twins.link(context["facts"])
    return response
