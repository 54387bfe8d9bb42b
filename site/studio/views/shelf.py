"""The shelves: all posts, all pages."""

from django.http import HttpResponse
from django.utils import timezone

from studio.door import Request, door
from studio.shelf import Asked, shelf
from studio.showing import show
from studio.states import FILTERS

NAMES = {"post": "Posts", "page": "Pages"}


@door("GET")
def posts(request: Request) -> HttpResponse:
    """The posts, last changed first."""
    return _shelf(request, "post")


@door("GET")
def pages(request: Request) -> HttpResponse:
    """The pages of the tree, last changed first."""
    return _shelf(request, "page")


def _shelf(request: Request, kind: str) -> HttpResponse:
    now = timezone.now()
    asked = _asked(request)
    context = {
        "kind": kind,
        "name": NAMES[kind],
        "here": f"{kind}s",
        "asked": asked,
        "filters": FILTERS,
        "shelf": shelf(kind, asked, request.user, now),
        "may_begin": request.user.may("draft"),
        "now": now,
    }
    return show(request, "shelf", context)


def _asked(request: Request) -> Asked:
    """What the address asks for; what it says wrongly counts as not said."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    return Asked(
        state=state if state in FILTERS else "",
        words=request.GET.get("q", "").replace("\0", "").strip()[:200],
        is_mine=request.GET.get("whose") == "mine",
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
