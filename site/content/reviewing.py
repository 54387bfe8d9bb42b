"""The verbs of review: submit, remark, send back, approve. The state follows from the last of them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from content import kinds
from content.actors import Actor, allow
from content.log import note
from content.models import Remark, Revision
from content.revisions import locked, newest

LONGEST = 5000  # characters of a remark


@transaction.atomic
def submit(*, actor: Actor, thing: Any, words: str = "") -> Remark:
    """Ask for *thing* to be read and published. Raises ValidationError where it waits already."""
    allow(actor, "submit", thing)
    thing = locked(thing)
    if is_waiting(thing):
        raise ValidationError(f"“{thing}” waits for review already.")
    return _say(actor, "submit", thing, Remark.Kind.SUBMITTED, words)


@transaction.atomic
def remark(*, actor: Actor, thing: Any, words: str) -> Remark:
    """Say something about *thing*; its state stays."""
    allow(actor, "comment", thing)
    return _say(actor, "comment", locked(thing), Remark.Kind.NOTE, _said(words))


@transaction.atomic
def give_back(*, actor: Actor, thing: Any, words: str) -> Remark:
    """Send *thing* back to its author, with what is missing. Raises ValidationError if it does not wait."""
    allow(actor, "review", thing)
    thing = locked(thing)
    _refuse_unasked(thing)
    return _say(actor, "return", thing, Remark.Kind.RETURNED, _said(words))


@transaction.atomic
def approve(*, actor: Actor, thing: Any, revision: Revision, words: str = "") -> Remark:
    """Find *revision* of *thing* good. Raises ValidationError if it does not wait, or is not the newest."""
    allow(actor, "review", thing)
    thing = locked(thing)
    _refuse_unasked(thing)
    if newest(thing) != revision:
        raise ValidationError("This text was changed since you opened this page. Look at it again first.")
    return _say(actor, "approve", thing, Remark.Kind.APPROVED, words)


def _said(words: str) -> str:
    if not words.strip():
        raise ValidationError("Say in a word what it is about.")
    return words


def _refuse_unasked(thing: Any) -> None:
    if not is_waiting(thing):
        raise ValidationError(f"“{thing}” does not wait for review.")


def _say(actor: Actor, verb: str, thing: Any, kind: Remark.Kind, words: str) -> Remark:
    now, last = timezone.now(), newest(thing)
    made = Remark.objects.create(
        of=thing.kind,
        thing_id=thing.pk,
        kind=kind,
        words=words.strip()[:LONGEST],
        by_id=actor.pk,
        by_name=str(actor)[:150],
        at=now,
        revision=last,
    )
    note(actor, verb, thing, now, {"revision": [None, last and last.pk]})
    return made


def remarks(thing: Any) -> QuerySet[Remark]:
    """All that was said about *thing*, first to last."""
    return Remark.objects.filter(of=thing.kind, thing_id=thing.pk)


def last_words() -> QuerySet[Remark]:
    """Of each thing the last remark that is no mere note, unless readers got something since."""
    same = {"of": OuterRef("of"), "thing_id": OuterRef("thing_id")}
    later = Remark.objects.filter(**same, pk__gt=OuterRef("pk")).exclude(kind=Remark.Kind.NOTE)
    published = Revision.objects.filter(**same, kind=Revision.Kind.PUBLISHED, pk__gt=OuterRef("revision_id"))
    said = Remark.objects.exclude(kind=Remark.Kind.NOTE)
    return said.filter(~Exists(later), ~Exists(published))


def waiting() -> QuerySet[Remark]:
    """Of each thing that waits for review the remark that submitted it."""
    return last_words().filter(kind=Remark.Kind.SUBMITTED)


def waiting_of(numbers: Iterable[int]) -> set[tuple[str, int]]:
    """Which of the things with these *numbers* wait for review, each by its kind and number."""
    # Each kind is named, for an index begins with it.
    found = waiting().filter(of__in=kinds.models(), thing_id__in=list(numbers))
    return set(found.values_list("of", "thing_id"))


def state(thing: Any) -> str:
    """``submitted``, ``returned``, ``approved``, or an empty text where no review goes on."""
    last = last_words().filter(of=thing.kind, thing_id=thing.pk).first()
    return last.kind if last else ""


def is_waiting(thing: Any) -> bool:
    """Whether *thing* waits for review."""
    return state(thing) == Remark.Kind.SUBMITTED
