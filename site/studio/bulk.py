"""One verb for many texts: each goes through the verb with its own rights, and what is refused says why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from content import kinds, publishing
from content.models import Person, Topic
from content.revisions import newest
from content.undoing import Done, doing, undo
from pagecache import receipt
from studio.gate.passing import pass_through
from studio.models import BulkAction
from studio.states import WAITING

MOST = 200  # texts at a time
VALID = timedelta(hours=1)  # that an undo is good for
KEPT = ("draft", "scheduled", "withdrawn", "live")
ALL = (*KEPT, "trashed")


@dataclass(frozen=True)
class Bulk:
    """A verb as it is offered: its button, what is *said* of a text after it, and how it is done.

    ``states`` are those of a text that it means something for, ``asks`` what it needs besides (``topic``,
    ``person``), ``right`` what its right is called.
    """

    label: str
    said: str
    right: str
    act: Callable[[User, Any, Any], Any]
    states: tuple[str, ...] = ALL
    asks: str = ""


def _publish(user: User, thing: Any, _: Any) -> Any:
    last = newest(thing)
    if last is None or (thing.state(timezone.now()) == "live" and last.kind not in WAITING):
        raise ValidationError(f"“{thing}” is live already, and nothing in it waits.")
    pass_through(user, thing, last)
    return publishing.publish(actor=user, thing=thing, revision=last)


BULKS = {
    "publish": Bulk("Publish", "live", "publish", _publish, KEPT),
    "withdraw": Bulk(
        "Withdraw",
        "withdrawn",
        "withdraw",
        lambda user, thing, _: publishing.withdraw(actor=user, thing=thing),
        ("live", "scheduled"),
    ),
    "trash": Bulk(
        "To the trash",
        "in the trash",
        "trash",
        lambda user, thing, _: publishing.trash(actor=user, thing=thing),
        KEPT,
    ),
    "untrash": Bulk(
        "Out of the trash",
        "out of the trash",
        "untrash",
        lambda user, thing, _: publishing.untrash(actor=user, thing=thing),
        ("trashed",),
    ),
    "file": Bulk(
        "File under it",
        "filed under “{}”",
        "file",
        lambda user, thing, topic: publishing.file(actor=user, thing=thing, under=[topic]),
        asks="topic",
    ),
    "unfile": Bulk(
        "Take out of it",
        "no longer under “{}”",
        "file",
        lambda user, thing, topic: publishing.file(actor=user, thing=thing, out_of=[topic]),
        asks="topic",
    ),
    "sign": Bulk(
        "Sign",
        "signed by {}",
        "sign",
        lambda user, thing, person: publishing.sign(actor=user, thing=thing, authors=[person]),
        asks="person",
    ),
}


@dataclass
class Outcome:
    """What came of it: what was done to which texts, and why not to others."""

    done: list[tuple[str, Done]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def carry_out(user: User, name: str, things: Iterable[Any], with_it: Topic | Person | None) -> Outcome:
    """Do the verb *name* to each of *things*. Their commits wait for the edges together, once."""
    outcome, bulk = Outcome(), BULKS[name]
    with receipt():
        for thing in things:
            try:
                _refuse(user, bulk, thing)
                done = doing(thing, lambda locked: bulk.act(user, locked, with_it))
            except (PermissionDenied, ValidationError) as refusal:
                outcome.refused.append(_why(refusal))
            else:
                outcome.done.append((f"{thing.kind}:{thing.pk}", done))
    return outcome


def _refuse(user: User, bulk: Bulk, thing: Any) -> None:
    """Raise what speaks against it: somebody else's text, or a state that the verb means nothing for."""
    if not user.may(bulk.right, thing):
        raise PermissionDenied(f"“{thing}” is not yours to change.")
    state = thing.state(timezone.now())
    if state not in bulk.states:
        raise ValidationError(f"“{thing}” is {_misfit(bulk, state)}.")


def _misfit(bulk: Bulk, state: str) -> str:
    """Why a text in *state* is not meant."""
    if bulk.states == ("trashed",):
        return "not in the trash"
    return {"draft": "a draft", "withdrawn": "withdrawn already", "trashed": "in the trash"}[state]


def _why(refusal: PermissionDenied | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def remember(user: User, outcome: Outcome, now: datetime) -> BulkAction:
    """Keep what it takes to undo *outcome*; what nobody can undo any more goes."""
    user.bulk_actions.filter(made_at__lt=now - VALID).delete()
    rows = [{"thing": thing, "done": done.as_data()} for thing, done in outcome.done]
    return user.bulk_actions.create(made_at=now, rows=rows)


def take_back(user: User, action: BulkAction) -> Outcome:
    """Undo *action* for each of its texts that nobody has changed since, the last one first."""
    outcome = Outcome()
    with receipt():
        for row in reversed(action.rows):
            thing, done = kinds.thing(row["thing"]), Done(**row["done"])
            if thing is None:
                outcome.refused.append("One of them is there no more.")
                continue
            try:
                undo(actor=user, thing=thing, done=done)
            except (PermissionDenied, ValidationError) as refusal:
                outcome.refused.append(_why(refusal))
            else:
                outcome.done.append((row["thing"], done))
    return outcome
