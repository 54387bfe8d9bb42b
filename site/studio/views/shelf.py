"""The shelves: all posts, all pages."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from content.models import Person, Topic
from studio.asking import ME, SHELVES, asked
from studio.bulk import BULKS
from studio.counting import MOST, counts
from studio.door import Request, door
from studio.shelf import shelf
from studio.showing import show
from studio.states import FILTERS

NAMES = {"post": "Posts", "page": "Pages"}
CHOICES = 500  # names to choose from in a filter; what is beyond is asked for by its address


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
    question = asked(request.GET)
    context: dict[str, Any] = {
        "kind": kind,
        "name": NAMES[kind],
        "here": f"{kind}s",
        "shelf_name": SHELVES[kind],
        "asked": question,
        "shelf": shelf(kind, question, request.user, now),
        "may_begin": request.user.may("draft"),
        "bulks": {name: bulk for name, bulk in BULKS.items() if request.user.may(bulk.right)},
    }
    part = request.GET.get("part")
    if part == "more":
        return show(request, "shelf#more", context)
    context |= _around(request, kind, now)
    return show(request, "shelf#rows" if part == "rows" else "shelf", context)


def _around(request: Request, kind: str, now: datetime) -> dict[str, Any]:
    """What is chosen by, beside the texts themselves."""
    return {
        "filters": FILTERS,
        "counts": counts(kind, now),
        "most": MOST,
        "views": list(request.user.saved_views.filter(kind=kind)),
        "people": [(ME, "Mine"), *Person.objects.values_list("slug", "name")[:CHOICES]],
        "topics": list(Topic.objects.values_list("slug", "name")[:CHOICES]),
    }
