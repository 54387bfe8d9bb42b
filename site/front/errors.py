"""What is said where nothing can be shown: calmly, and with the nearest that there is."""

import re
import sys
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template import loader

from blog import queries as blog
from content.models import Redirect
from content.site import for_request
from front import moving, nearest
from language import Voice, voice
from pagecache import clock
from pagecache.db.reaching import Unreachable
from pages import queries as pages
from seo import Facts

LONGEST_SHOWN = 120
FEEDS = ("", "_rss", "_json")
# The views that show a text, or what stands beside it: where it lies in the trash, each says that it is gone.
OF_A_POST = {f"blog:post{beside}" for beside in ("", "_twin", "_card", "_changes")}
OF_A_POST |= {"api:post", *(f"blog:letters_feed{form}" for form in FEEDS)}
OF_A_PAGE = {f"pages:page{beside}" for beside in ("", "_twin", "_card", "_changes")}
OF_A_PAGE |= {"api:page", *(f"letters:page_feed{form}" for form in FEEDS)}
FOR_PROGRAMS = "/api/"
SOON = 10  # seconds after which a program may ask again where the database was away
NOTHING_READ = "What this page is made of cannot be reached just now. Please try again shortly."
NOTHING_KEPT = (
    "What keeps your words cannot be reached just now, so what you sent was not kept. "
    "Go back: it still stands there. Please send it again shortly."
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Lead on where the address has moved, say so where its text was taken away, else name what is near."""
    is_for_programs = request.path.startswith(FOR_PROGRAMS)
    moved = moving.entry(request) if is_for_programs else moving.whereto(request)
    if moved and moved.status != Redirect.Status.GONE:
        is_for_good = moved.status == Redirect.Status.MOVED
        return (HttpResponsePermanentRedirect if is_for_good else HttpResponseRedirect)(moved.target)
    is_gone = moved is not None or _is_in_the_trash(request)
    if is_for_programs:
        return _said_to_programs(is_gone=is_gone)
    return _gone(request) if is_gone else _missing(request)


def _is_in_the_trash(request: HttpRequest) -> bool:
    """Whether readers saw a text at this address, or what stood beside it, and it was thrown away since."""
    match, now = request.resolver_match, clock.now()
    if match is None:
        return False
    if match.view_name in OF_A_POST:
        return blog.is_in_the_trash(match.kwargs["slug"], now)
    if match.view_name == "pages:page_changes" and pages.is_in_the_trash(
        f"{match.kwargs['path']}/changes", now
    ):
        return True  # a page that was called so itself
    return match.view_name in OF_A_PAGE and pages.is_in_the_trash(match.kwargs["path"], now)


def _said_to_programs(*, is_gone: bool) -> JsonResponse:
    if is_gone:
        return JsonResponse({"detail": "What stood at this address was taken away."}, status=410)
    return JsonResponse({"detail": "Nothing stands at this address."}, status=404)


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
