"""Many texts at once: a verb for those that were ticked, and its undoing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import kinds
from content.kinds import number
from content.models import Person, Topic
from studio import bulk_things, letters, receipts
from studio.asking import address, asked_before, word
from studio.bulk import BULKS, MOST, VALID, Outcome, carry_out, remember, take_back
from studio.door import Request, door
from studio.models import BulkAction, Receipt
from studio.showing import see
from studio.views.bulk_things import undo as undo_things
from studio.views.letters import say_taken_back

NAMED = 5  # of the refused, each with its reason; of more only the number is said
ASKED: dict[str, type[Topic] | type[Person]] = {"topic": Topic, "person": Person}


@door("POST")
def bulk(request: Request, kind: str) -> HttpResponse:
    """Do a verb to the ticked texts, and offer to undo it."""
    name = request.POST.get("do", "")
    if name not in BULKS:
        raise Http404("There is no such verb.")
    things, with_it = _ticked(request, kind), _with(request, BULKS[name].asks)
    if not things:
        messages.info(request, "Tick some texts first.")
    elif BULKS[name].asks and with_it is None:
        messages.info(request, f"Choose the {BULKS[name].asks} first.")
    else:
        with receipts.kept(request.user, name, title=_so_many(len(things), kind)) as slip:
            outcome = carry_out(request.user, name, things, with_it)
        _say(request, kind, outcome, BULKS[name].said.format(with_it), slip)
    return see(_back(request, kind))


def _ticked(request: Request, kind: str) -> list[Any]:
    """The ticked texts in the order of the shelf; what is there no more is left out."""
    numbers = [found for said in request.POST.getlist("thing") if (found := number(said)) is not None][:MOST]
    things = kinds.model(kind).objects.in_bulk(numbers)
    return [things[each] for each in dict.fromkeys(numbers) if each in things]


def _with(request: Request, asks: str) -> Topic | Person | None:
    if not asks:
        return None
    return ASKED[asks].objects.filter(slug=word(request.POST, asks)).first()


def _so_many(count: int, kind: str) -> str:
    return f"One {kind}" if count == 1 else f"{count} {kind}s"


def _say(request: Request, kind: str, outcome: Outcome, said: str, slip: Receipt) -> None:
    if outcome.done:
        action = remember(request.user, outcome, timezone.now())
        how_many = _how_many(len(outcome.done), kind)
        tags = f"undo-{action.pk} {receipts.tag(slip)}"
        messages.success(request, f"{how_many} {said}.", extra_tags=tags)
    _say_refused(request, outcome)


def _say_refused(request: Request, outcome: Outcome) -> None:
    for why in outcome.refused[:NAMED]:
        messages.warning(request, why)
    if outcome.refused[NAMED:]:
        messages.warning(request, f"So it is with {len(outcome.refused) - NAMED} more.")


def _how_many(count: int, kind: str) -> str:
    return f"{_so_many(count, kind)} {'is' if count == 1 else 'are'}"


def _back(request: Request, kind: str) -> str:
    return address(kind, asked_before(request.POST.get("shelf", "")))


@door("POST")
def undo(request: Request, number: int) -> HttpResponse:
    """Take a bulk verb back, for each text that nobody has changed since."""
    action = get_object_or_404(request.user.bulk_actions, pk=number)
    kind = action.rows[0]["thing"].partition(":")[0]
    if action.made_at < timezone.now() - VALID:
        messages.info(request, "That was more than an hour ago. Each text can still be changed by itself.")
    elif request.user.bulk_actions.filter(pk=number, is_undone=False).update(is_undone=True):
        if kind == "comment":
            return _undo_letters(request, action)
        if kind in bulk_things.MODELS:
            return undo_things(request, action, kind)
        with receipts.kept(request.user, "undo", title=_so_many(len(action.rows), kind)) as slip:
            outcome = take_back(request.user, action)
        if outcome.done:
            said = f"{_how_many(len(outcome.done), kind)} as before."
            messages.success(request, said, extra_tags=receipts.tag(slip))
        _say_refused(request, outcome)
    else:
        messages.info(request, "That is undone already.")
    return see(_shelf(request, kind))


def _shelf(request: Request, kind: str) -> str:
    of_others = {"comment": "studio:letters", "picture": "studio:media", "topic": "studio:topics"}
    return reverse(of_others[kind]) if kind in of_others else _back(request, kind)


def _undo_letters(request: Request, action: BulkAction) -> HttpResponse:
    with receipts.kept(request.user, "undo", title="Letters") as slip:
        outcome = letters.take_back(request.user, action)
    say_taken_back(request, outcome, receipts.tag(slip))
    return see(reverse("studio:letters"))
