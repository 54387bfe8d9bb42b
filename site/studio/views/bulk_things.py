"""Many pictures or topics at once: a verb for those that were ticked, and its undoing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from content.actors import allow
from content.kinds import number
from content.models import Topic
from media.models import Picture
from studio import receipts
from studio.bulk_things import PICTURES, TOPICS, Outcome, carry_out, remember, take_back
from studio.door import Request, door
from studio.library import asked_for
from studio.models import BulkAction
from studio.showing import see

MOST, NAMED = 200, 5  # things at a time; refusals that are said one by one


@door("POST")
def pictures(request: Request) -> HttpResponse:
    """Do a verb to the ticked pictures, and offer to undo it."""
    name = request.POST.get("do", "")
    if name not in PICTURES:
        raise Http404("There is no such verb.")
    ticked = list(Picture.objects.filter(pk__in=_numbers(request, "picture")))
    _do(request, "picture", name, ticked)
    asked = asked_for(QueryDict(request.POST.get("shelf", "")[:600]))
    return see(reverse("studio:media", query={"q": asked.words, "only": asked.only}))


@door("POST")
def topics(request: Request) -> HttpResponse:
    """Take the ticked topics away, where they are empty; or go on to ask which of them stays."""
    allow(request.user, "arrange")
    numbers = _numbers(request, "topic")
    if request.POST.get("do") == "merge":
        return see(reverse("studio:topics_merge", query={"topic": numbers}))
    _do(request, "topic", "remove", list(Topic.objects.filter(pk__in=numbers).order_by("name")))
    return see(reverse("studio:topics"))


def _numbers(request: Request, name: str) -> list[int]:
    return [found for said in request.POST.getlist(name)[:MOST] if (found := number(said)) is not None]


def _do(request: Request, kind: str, name: str, ticked: list[Any]) -> None:
    if not ticked:
        messages.info(request, f"Tick some {kind}s first.")
        return
    verb = (PICTURES if kind == "picture" else TOPICS)[name]
    with receipts.kept(request.user, name, title=_so_many(len(ticked), kind)) as slip:
        outcome = carry_out(request.user, name, verb, ticked)
    if outcome.done:
        say(request, outcome, f"{_are(len(outcome.done), kind)} {verb.said}.", receipts.tag(slip))
    _say_refused(request, outcome)


def say(request: Request, outcome: Outcome, words: str, tags: str) -> None:
    """Say what was done, with the way back."""
    action = remember(request.user, outcome)
    messages.success(request, words, extra_tags=f"undo-{action.pk} {tags}")


def _say_refused(request: Request, outcome: Outcome) -> None:
    for why in outcome.refused[:NAMED]:
        messages.warning(request, why)
    if outcome.refused[NAMED:]:
        messages.warning(request, f"So it is with {len(outcome.refused) - NAMED} more.")


def _so_many(count: int, kind: str) -> str:
    return f"One {kind}" if count == 1 else f"{count} {kind}s"


def _are(count: int, kind: str) -> str:
    return f"{_so_many(count, kind)} {'is' if count == 1 else 'are'}"


def undo(request: Request, action: BulkAction, kind: str) -> HttpResponse:
    """Take such a verb back."""
    with receipts.kept(request.user, "undo", title=_so_many(len(action.rows), kind)) as slip:
        outcome = take_back(request.user, action)
    if outcome.done:
        words = f"{_are(len(outcome.done), kind)} as before."
        messages.success(request, words, extra_tags=receipts.tag(slip))
    _say_refused(request, outcome)
    return see(reverse("studio:media" if kind == "picture" else "studio:topics"))
