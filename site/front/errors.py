"""What is said where nothing can be shown: calmly, and with the nearest that there is."""

import re
import sys
from typing import Any
from urllib.parse import quote

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template import loader

from blog import queries as blog
from content import redirects
from content.models import Redirect
from content.site import for_request
from front import nearest
from language import Voice, voice
from pagecache import absent, clock, reads
from pagecache.address import SAFE, tidy
from pagecache.db.reaching import Unreachable
from pagecache.elsewhere import stands_at
from pages import queries as pages
from seo import Facts

LONGEST_SHOWN = 120
# What stands beside a text, or a list, at an address of its own, and goes where that goes.
BESIDE = re.compile(r"(?:\.md|\.png|/changes/|/feed\.(?:atom|rss|json)|/archive/[1-9][0-9]*(?:/|\.atom))$")
FOR_PROGRAMS = "/api/"
SOON = 10  # seconds after which a program may ask again where the database was away
NOTHING_READ = "What this page is made of cannot be reached just now. Please try again shortly."
NOTHING_KEPT = (
    "What keeps your words cannot be reached just now, so what you sent was not kept. "
    "Go back: it still stands there. Please send it again shortly."
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Lead on where the address has moved, say so where its text was taken away, else name what is near."""
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"detail": "Nothing stands at this address."}, status=404)
    moved = _moved(request.path) or _moved_with_its_text(request.path) or _in_small_letters(request.path)
    if moved is None:
        return _gone(request) if _is_in_the_trash(request) else _missing(request)
    if moved.status == Redirect.Status.GONE:
        return _gone(request)
    answer = HttpResponsePermanentRedirect if moved.status == Redirect.Status.MOVED else HttpResponseRedirect
    return answer(moved.target)


def _moved(path: str) -> Redirect | None:
    with reads():
        found = redirects.find(path)
    if found is None:
        absent(Redirect, path=redirects.plain(path))
    return found


def _moved_with_its_text(path: str) -> Redirect | None:
    """Where that stands now which stood beside what has moved: its Markdown, changes, a feed, an archive."""
    beside = BESIDE.search(path)
    moved = _moved(path[: beside.start()]) if beside else None
    if beside and moved and re.fullmatch(r"/.+/", moved.target):
        moved.target = f"{moved.target[:-1]}{beside[0]}"
    return moved


def _in_small_letters(path: str) -> Redirect | None:
    """Where the page stands whose address was written with capitals, or where it has moved from there."""
    small = path.lower()
    if small == path:
        return None
    for at in (small, tidy(small), small.rstrip("/")):
        if stands_at(at):
            return Redirect(target=quote(at, safe=SAFE), status=Redirect.Status.MOVED)
    return _moved(small)


def _is_in_the_trash(request: HttpRequest) -> bool:
    """Whether readers saw a text at this address, and it was thrown away since."""
    match, now = request.resolver_match, clock.now()
    if match is None:
        return False
    if match.view_name in {"blog:post", "blog:post_twin", "blog:post_card"}:
        return blog.is_in_the_trash(match.kwargs["slug"], now)
    if match.view_name in {"pages:page", "pages:page_twin", "pages:page_card"}:
        return pages.is_in_the_trash(match.kwargs["path"], now)
    return False


def _missing(request: HttpRequest) -> HttpResponse:
    say = voice(for_request(request).language)
    context = {"near": nearest.titles(request.path, clock.now()), "words": _words(request.path)}
    return _say(request, say, 404, say["not_found"], say["no_page_at"], context)


def _words(path: str) -> str:
    """What somebody who asked for *path* may have looked for."""
    last = path.rstrip("/").rpartition("/")[2].rpartition(".")
    return " ".join(re.findall(r"[^\W_]+", last[0] or last[2]))[:LONGEST_SHOWN]


def _gone(request: HttpRequest) -> HttpResponse:
    say = voice(for_request(request).language)
    return _say(request, say, 410, say["gone"], say["gone_from"], {"near": []})


def _say(
    request: HttpRequest, say: Voice, status: int, title: str, sentence: str, context: dict[str, Any]
) -> HttpResponse:
    context |= {
        "say": say,
        "facts": _facts(request, title),
        "sentence": sentence,
        "address": _shown(request.path),
    }
    return HttpResponse(
        loader.render_to_string("front/missing.html", context, request, using="jinja2"), status=status
    )


def _facts(request: HttpRequest, title: str) -> Facts:
    return Facts(title=title, path="", canonical="", language=for_request(request).language, noindex=True)


def _shown(path: str) -> str:
    return path if len(path) <= LONGEST_SHOWN else path[:LONGEST_SHOWN] + "…"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself was broken."""
    return _plain(request, "This request could not be read", "Something in it is not as it should be.", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody asked for what they may not do."""
    return _plain(request, "This is not yours to do", "Your account has no right to it.", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Rendered without the database, which may be what is away.

    Django hands no exception over, but calls this while it handles one; whatever failed, here it comes by.
    """
    if isinstance(sys.exception(), Unreachable):
        return _away(request)
    return _plain(
        request, "This page could not be made", "The fault is ours, and it has been written down.", 500
    )


def _away(request: HttpRequest) -> HttpResponse:
    """Nothing was read and nothing was kept: search engines wait, readers and programs ask again."""
    has_sent = request.method not in {"GET", "HEAD"}
    sentence = NOTHING_KEPT if has_sent else NOTHING_READ
    answer = _plain(request, "Back in a moment", sentence, 503)
    answer["Retry-After"] = str(SOON)
    answer["Cache-Control"] = "no-store"
    return answer


def _plain(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"detail": sentence}, status=status)
    context = {"say": voice("en"), "title": title, "sentence": sentence}
    return HttpResponse(loader.render_to_string("front/plain.html", context, using="jinja2"), status=status)
