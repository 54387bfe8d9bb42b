"""Previews for whoever has a link: no account, no session, nothing kept."""

import functools
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content import fields as fielding
from content import kinds
from content.models import Topic
from content.revisions import newest
from studio import sharing
from studio.as_published import Publication, publication
from studio.models import PreviewLink
from studio.preview_pages import as_preview, said_of_itself
from studio.states import moment

HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
ATOM = "{http://www.w3.org/2005/Atom}"

Answer = Callable[[HttpRequest, PreviewLink, Publication], HttpResponseBase]


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let *view* answer for whoever has a good token; it gets the link and the publication too."""

    @never_cache
    @require_safe
    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        response = _answered(view, request, token, more)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return guarded


def _answered(
    view: Callable[..., HttpResponseBase], request: HttpRequest, token: str, more: dict[str, Any]
) -> HttpResponseBase:
    link, now = sharing.find(token), timezone.now()
    if link is None:
        return _say(request, "There is no such preview", "Ask whoever sent you the link for a new one.", 404)
    thing = kinds.thing(f"{link.of}:{link.thing_id}")
    if not sharing.is_open(link, now) or thing is None or thing.trashed_at:
        return _say(request, "This preview has ended", "Ask whoever sent you the link for a new one.", 410)
    if sharing.is_asked_too_often(link):
        return _say(request, "Too many at once", "Wait a minute, then reload this page.", 429)
    sharing.note_opened(link, now)
    try:
        shown = _publication(link, thing)
    except ValidationError as refusal:
        return _say(request, "This draft cannot be published as it stands", " ".join(refusal.messages), 409)
    return view(request, token, link, shown, **more)


def _publication(link: PreviewLink, thing: Any) -> Publication:
    revision, now = link.revision or newest(thing), timezone.now()
    fields = fielding.snapshot(thing) | (revision.fields if revision else {})
    return publication(thing, fields, max(link.at, now) if link.at else now)


def _say(request: HttpRequest, title: str, why: str, status: int) -> HttpResponse:
    context = {"title": title, "why": why}
    return render(request, "studio/shared/ended.html", context, status=status, using="jinja2")


@by_link
def text(request: HttpRequest, token: str, link: PreviewLink, shown: Publication) -> HttpResponseBase:
    """The text's own page."""
    return _page(request, token, link, shown, shown.address)


@by_link
def at(
    request: HttpRequest, token: str, link: PreviewLink, shown: Publication, path: str = ""
) -> HttpResponseBase:
    """Any other page of the publication."""
    return _page(request, token, link, shown, f"/{path}")


def _page(
    request: HttpRequest, token: str, link: PreviewLink, shown: Publication, path: str
) -> HttpResponseBase:
    answer = shown.page(path, request.META.get("QUERY_STRING", ""))
    if answer is None:
        raise Http404
    if "Location" in answer:
        answer["Location"] = _within(token)(answer["Location"])
    if not isinstance(answer, HttpResponse) or not answer.get("Content-Type", "").startswith("text/html"):
        return answer
    around = _around(token, link, shown)
    banner = render_to_string("studio/shared/banner.html", around, request, using="jinja2")
    head = render_to_string("studio/shared/head.html", {}, request, using="jinja2")
    answer.content = as_preview(answer.text, _within(token), banner, head)
    return answer


def _within(token: str) -> Callable[[str], str]:
    """What leads to a page of the site leads to it in this preview; files stay where they are."""
    outside = ("/static/", "/media/", reverse("studio:desk"), "/preview/", "/login", "/account")

    def within(address: str) -> str:
        if not address.startswith("/") or address.startswith(outside):
            return address
        return f"/preview/{token}/at{address}"

    return within


def _around(token: str, link: PreviewLink, shown: Publication) -> dict[str, Any]:
    now = timezone.now()
    topics = Topic.objects.filter(pk__in=shown.fields["topics"]).order_by("name")
    within = _within(token)
    return {
        "ends": moment(link.expires_at, now),
        "moment_shown": moment(shown.moment, now) if link.at and link.at > now else "",
        "text": reverse("preview:text", args=[token]),
        "home": within("/"),
        "topics": [(topic.name, within(topic.get_absolute_url())) for topic in topics],
        "cards": reverse("preview:cards", args=[token]),
    }


@by_link
def cards(request: HttpRequest, token: str, link: PreviewLink, shown: Publication) -> HttpResponseBase:
    """How the text looks elsewhere: in a search, where it is shared, in a feed reader."""
    page = shown.page(shown.address)
    said = said_of_itself(page.text) if isinstance(page, HttpResponse) else {}
    context = {"said": said, "entry": _entry(shown), "address": shown.address}
    return render(request, "studio/shared/cards.html", context | _around(token, link, shown), using="jinja2")


def _entry(shown: Publication) -> dict[str, str] | None:
    """The text's entry in the feed of everything, where it has one."""
    feed = shown.page(reverse("blog:feed")) if shown.thing.kind == "post" else None
    if not isinstance(feed, HttpResponse):
        return None
    for entry in ElementTree.fromstring(feed.content).iter(f"{ATOM}entry"):  # noqa: S314 - our own template wrote it
        if (entry.findtext(f"{ATOM}id") or "").endswith(f":post:{shown.thing.pk}"):
            return {name: entry.findtext(f"{ATOM}{name}") or "" for name in ("title", "summary", "updated")}
    return None
