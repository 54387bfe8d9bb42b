"""One verb for many pictures or topics, and its undoing: each goes through the verb with its own rights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from content import brought, library
from content.arranging import merge
from content.models import Topic
from content.topics import remove_topic
from content.unmerging import Gone, bring_back, going
from media.models import Picture
from pagecache import receipt
from studio.models import BulkAction

VALID = timedelta(hours=1)  # that an undo is good for
Was = dict[str, Any]


@dataclass(frozen=True)
class Verb:
    """What can be done to the ticked: its button, what is *said* after it, how it is done and undone.

    ``act`` hands back what it takes to undo it.
    """

    label: str
    said: str
    act: Callable[[User, Any], Was]
    undo: Callable[[User, Any, Was], Any]


def _decorate(user: User, picture: Picture) -> Was:
    if picture.is_decorative:
        raise ValidationError(f"“{picture}” is decoration already.")
    was = {"alt": picture.alt, "is_decorative": False}
    library.describe(actor=user, picture=picture, is_decorative=True)
    return was


def _undecorate(user: User, picture: Picture, was: Was) -> None:
    if not picture.is_decorative:
        raise ValidationError(f"“{picture}” was described since, so it stays as it is now.")
    library.describe(actor=user, picture=picture, **was)


def _trash(user: User, picture: Picture) -> Was:
    _refuse(picture, is_in_trash=True)
    brought.trash(actor=user, thing=picture)
    return {}


def _untrash(user: User, picture: Picture) -> Was:
    _refuse(picture, is_in_trash=False)
    brought.untrash(actor=user, thing=picture)
    return {}


def _refuse(picture: Picture, *, is_in_trash: bool) -> None:
    if (picture.trashed_at is not None) == is_in_trash:
        raise ValidationError(f"“{picture}” is {'in' if is_in_trash else 'not in'} the trash.")


def _remove(user: User, topic: Topic) -> Was:
    gone = going(topic)
    remove_topic(actor=user, topic=topic)
    return gone.as_data()


def _bring_back(user: User, _: Topic | None, was: Was) -> None:
    bring_back(actor=user, gone=Gone(**was))


PICTURES = {
    "decorative": Verb("Decoration only", "decoration now", _decorate, _undecorate),
    "trash": Verb("To the trash", "in the trash", _trash, lambda user, picture, _: _untrash(user, picture)),
    "untrash": Verb(
        "Out of the trash", "out of the trash", _untrash, lambda user, picture, _: _trash(user, picture)
    ),
}
TOPICS = {"remove": Verb("Take the empty ones away", "taken away", _remove, _bring_back)}
UNDONE = {"picture": {name: verb.undo for name, verb in PICTURES.items()}} | {
    "topic": {"remove": _bring_back, "merge": _bring_back}
}
MODELS: dict[str, type[Picture] | type[Topic]] = {"picture": Picture, "topic": Topic}


@dataclass
class Outcome:
    """What came of it: rows of what was done, by which each is undone, and why others were refused."""

    done: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def carry_out(user: User, name: str, verb: Verb, things: Iterable[Any]) -> Outcome:
    """Do *verb*, called *name*, to each of *things*. Their commits wait for the edges together, once."""
    outcome = Outcome()
    with receipt():
        for thing in things:
            _try(outcome, partial(_act, user, name, verb, thing))
    return outcome


def _act(user: User, name: str, verb: Verb, thing: Any) -> dict[str, Any]:
    row = {"thing": f"{thing.kind}:{thing.pk}", "verb": name}
    return row | {"was": verb.act(user, thing)}


def merge_all(user: User, topics: Iterable[Topic], into: Topic) -> Outcome:
    """Merge *topics* into one of them, so that it can be undone."""
    gone = [going(topic, into) for topic in topics if topic != into]
    merge(actor=user, topics=list(topics), into=into)
    return Outcome(
        [{"thing": f"topic:{each.columns['pk']}", "verb": "merge", "was": each.as_data()} for each in gone]
    )


def _try(outcome: Outcome, act: Callable[[], dict[str, Any]]) -> None:
    try:
        outcome.done.append(act())
    except (PermissionDenied, ValidationError) as refusal:
        why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        outcome.refused.append(why)


def remember(user: User, outcome: Outcome) -> BulkAction:
    """Keep what it takes to undo *outcome*; what nobody can undo any more goes."""
    now = timezone.now()
    user.bulk_actions.filter(made_at__lt=now - VALID).delete()
    return user.bulk_actions.create(made_at=now, rows=outcome.done)


def take_back(user: User, action: BulkAction) -> Outcome:
    """Undo *action* for each of its things, the last one first."""
    outcome = Outcome()
    with receipt():
        for row in reversed(action.rows):
            _try(outcome, partial(_take_back, user, row))
    return outcome


def _take_back(user: User, row: dict[str, Any]) -> dict[str, Any]:
    kind, _, number = row["thing"].partition(":")
    thing = MODELS[kind]._default_manager.filter(pk=number).first()
    if thing is None and kind == "picture":
        raise ValidationError("One of them is there no more.")
    UNDONE[kind][row["verb"]](user, thing, row["was"])
    return row
