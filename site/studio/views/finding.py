"""The palette's answers: a page of its own, and the part that the dialog shows while somebody types."""

from django.http import HttpResponse
from django.utils import timezone

from studio.asking import word
from studio.door import Request, door
from studio.finding import actions, texts
from studio.showing import show


@door("GET")
def find(request: Request) -> HttpResponse:
    """What fits some words: texts by title, and what can be done here."""
    words = word(request.GET, "q")
    at = request.GET.get("at", "")[:40]
    context = {
        "here": "find",
        "words": words,
        "at": at,
        "rows": texts(words, request.user, timezone.now()),
        "actions": actions(request.user, at, words),
    }
    return show(request, "find#found" if request.GET.get("part") == "found" else "find", context)
