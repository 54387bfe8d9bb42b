"""The public router: what is public is answered here, and sessions, users and CSRF never get to see it."""

import logging
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from pagecache import (
    answers,
    counters,
    keeping,
    link,
    pauses,
    routes,
    soon,
    starting,
    store,
    viewing,
    writer,
)
from pagecache.address import CONTROL, Address, Malformed, address_of, is_canonical
from pagecache.calling import Asked, call_view, impersonal, mark_part
from pagecache.cdn import saying
from pagecache.db.reaching import Unreachable
from pagecache.declaring import Public
from pagecache.durations import count_render
from pagecache.renders import Render
from pagecache.synthetic import Personal, PublicRequest

log = logging.getLogger(__name__)

AUTHOR_COOKIE = "pc_author"  # no secret in it: it only says that its bearer wants pages as they are now
VIEWED = frozenset({200, 304})

Answer = Callable[[HttpRequest], HttpResponseBase]


class PublicRouter:
    """Middleware: calls public views itself, with a request made from the address alone.

    Everything else goes on to the private middleware. Stands outside sessions, authentication, CSRF and
    messages (contracts.md, "The only declaration of a public view").
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = routes.find(request.path_info)
        if found is None or "//" in request.path_info:
            better = routes.better_path(request) if request.method in {"GET", "HEAD"} else None
            if better and not _has_capitals(better):
                return self._redirect_to_canonical(request, better)
            if better:
                request.path = request.path_info = better
                found = routes.find(better)
        if found is None:
            return self.get_response(request)
        request.resolver_match = found[0]
        return self._answer_public(request, *found)

    def _answer_public(
        self, request: HttpRequest, match: ResolverMatch, declared: Public
    ) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            if declared.writable:
                return self.get_response(request)
            return bypass(HttpResponseNotAllowed(["GET", "HEAD"]), "method")
        if has_body(request):
            return bypass(HttpResponse("A GET has no body.", status=400, content_type="text/plain"), "body")
        if not is_canonical(request) and not _has_capitals(request.path_info):
            return self._redirect_to_canonical(request, request.path_info)
        try:
            asked = Asked(request, match, declared, address_of(request, declared))
        except Malformed:
            return self._answer_malformed(request, match, declared)
        if asked.address.part and request.META.get("HTTP_SEC_FETCH_DEST") == "document":
            return bypass(see_page(asked.address), "navigation")
        if declared.twin and answers.wants_markdown(request):
            return bypass(see_twin(asked), "markdown")
        return counted(asked, self._answer_asked(asked))

    def _redirect_to_canonical(self, request: HttpRequest, path: str) -> HttpResponseBase:
        """One 301, with the parameters that the page has declared and no others."""
        found = routes.find(path)
        address = Address(path)
        if found:
            with suppress(Malformed):
                address = Address(path, address_of(request, found[1]).params)
        return bypass(HttpResponsePermanentRedirect(address.page), "address")

    def _answer_malformed(
        self, request: HttpRequest, match: ResolverMatch, declared: Public
    ) -> HttpResponseBase:
        address = Address(CONTROL.sub("", request.path_info))
        synthetic = PublicRequest(address, declared, match)
        with impersonal(Render(timezone.now())):
            return bypass(response_for_exception(synthetic, Http404("malformed")), "malformed")

    def _answer_asked(self, asked: Asked) -> HttpResponseBase:
        reason = reason_to_bypass(asked)
        if reason:
            return self._render(asked, None, reason, is_shared=False)
        if not link.is_configured():
            return self._render(asked, None, "no store")
        if asked.request.META.get("HTTP_X_PAGE_STORE") == "away":
            return self._render(asked, None, "store left alone")  # nginx waited for it already
        try:
            found = look(asked)
        except link.Away:
            return self._render(asked, None, "store away")
        if isinstance(found, store.Lease):
            return self._render(asked, found, "")
        response = from_page(asked.request, found, "hit")
        saying.may_hold(response, found.left)
        return response

    def _render(
        self, asked: Asked, lease: store.Lease | None, reason: str, *, is_shared: bool = True
    ) -> HttpResponseBase:
        """Render the page, and order it to be kept when there is a lease.

        ``reason`` is why it is not looked up, ``is_shared`` whether the answer is public all the same.
        """
        render = Render(lease.now if lease else timezone.now())
        try:
            response = call_view(asked, render)
        except Personal:
            return self._answer_personal(asked, render)
        except Unreachable:
            known = last_known(asked) if lease else None
            if known is None:
                raise
            return from_page(asked.request, known, "stale-if-error")
        count_render(asked.address.path, render, response)
        asked.request.render = render  # type: ignore[attr-defined]  # for who tells how long requests take
        pauses.at(pauses.RENDERED)
        refused = keeping.refusal(response, render)
        if refused == "personal":
            return self._answer_personal(asked, render)
        if refused or not is_shared:
            return bypass(response, refused or reason)
        assert isinstance(response, HttpResponse)
        mark_part(response, asked.address)
        page = keeping.kept(response)
        if lease and not lease.refusal:
            bound = asked.match.view_name, asked.declared.most
            longest = keeping.longest(page.status, bound[1])
            expires = keeping.expiry_ms(longest, render, soon.next_change_ms(lease))
            order = writer.Order(asked.address.key, lease, page, expires, frozenset(render.tags), bound)
            writer.keep(order)
        return miss_or_bypass(asked.request, page, reason or (lease.refusal if lease else ""))

    def _answer_personal(self, asked: Asked, render: Render) -> HttpResponseBase:
        """A public view that looked at the person: an error in tests, in production the page as it is."""
        if settings.PAGECACHE_STRICT:
            raise Personal(f"The public view at {asked.address.path} touched request.{render.personal}.")
        log.error("public view touched request.%s at %s", render.personal, asked.address.path)
        asked.request.part = asked.address.part  # type: ignore[attr-defined]
        asked.request.public = asked.declared  # type: ignore[attr-defined]
        return bypass(self.get_response(asked.request), "personal")


def _has_capitals(path: str) -> bool:
    """Whether no page stands there: it is answered at once where one does, so that one redirect is enough."""
    return path != path.lower()


def counted(asked: Asked, answer: HttpResponseBase) -> HttpResponseBase:
    """*answer*, its view counted where somebody wants to know and it is not its own author's."""
    is_readers = answer.status_code in VIEWED and AUTHOR_COOKIE not in asked.request.COOKIES
    if asked.declared.counted and is_readers:
        viewing.count(asked.request, asked.address.page)
    return answer


def has_body(request: HttpRequest) -> bool:
    """Whether the request brings a body, which a GET has no use for."""
    return (
        request.META.get("CONTENT_LENGTH") not in {None, "", "0"} or "HTTP_TRANSFER_ENCODING" in request.META
    )


def see_page(address: Address) -> HttpResponse:
    """A browser that navigates to a part is sent to the page."""
    return HttpResponse(status=303, headers={"Location": address.page})


def see_twin(asked: Asked) -> HttpResponse:
    """Who asks for Markdown is sent to where it stands: no answer here depends on what a reader prefers."""
    match = asked.match
    twin = reverse(asked.declared.twin, args=match.args, kwargs=match.kwargs)
    return HttpResponse(status=303, headers={"Location": twin, "Vary": "Accept"})


def reason_to_bypass(asked: Asked) -> str:
    """Why the page is not looked up, or ""."""
    if "HTTP_AUTHORIZATION" in asked.request.META:
        return "authorization"
    if AUTHOR_COOKIE in asked.request.COOKIES:
        return "author"
    if asked.address.is_strange:
        return "address"
    return "long" if asked.address.is_too_long else ""


def from_page(request: HttpRequest, page: store.Page, state: str) -> HttpResponse:
    """The answer of a kept page, which *state* says of it and the counts say too."""
    counters.count(state)
    response = answers.from_page(request, page.status, page.headers, page.stem, page.coding, page.body)
    response["X-Page-Cache"] = state
    return response


def codings(asked: Asked) -> str:
    """Which bodies do, best first: gzip is always there, and can be opened here."""
    return answers.codings(asked.request.META.get("HTTP_ACCEPT_ENCODING", "")) + "z"


def last_known(asked: Asked) -> store.Page | None:
    """What was true until the database went away: better than nothing. (nginx does so where we are away.)"""
    with suppress(link.Away):
        found = store.look(asked.address.key, codings(asked), is_late=True)
        if isinstance(found, store.Page):
            return found
    return None


def look(asked: Asked) -> store.Page | store.Lease:
    """The kept page or a lease for a new one. Raises link.Away."""
    if not starting.standing.is_announced:
        starting.catch_up()
    pauses.at(pauses.LOOKED)
    found = store.look(asked.address.key, codings(asked))
    if isinstance(found, store.Lease):
        pauses.at(pauses.LEASED)
        if found.refusal == "build":
            starting.another_build_stands()
    return found


def miss_or_bypass(request: HttpRequest, page: keeping.Kept, reason: str) -> HttpResponse:
    """The answer of a page that was rendered just now, counted by why it was not a hit."""
    response = answers.answer(
        request, status=page.status, headers=page.headers, stem=page.stem, coding="i", body=page.body
    )
    counters.count(f"bypass: {reason}" if reason else "miss")
    response["X-Page-Cache"] = f"bypass ({reason})" if reason else "miss"
    saying.may_hold(response)
    return response


def bypass(response: HttpResponseBase, reason: str) -> HttpResponseBase:
    """*response* as it is, for its one reader."""
    counters.count(f"bypass: {reason}")
    response["Cache-Control"] = "no-store"
    response["X-Page-Cache"] = f"bypass ({reason})"
    return response
