"""The shelf: texts by their last change, one row a text, the same few queries however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from accounts.models import User
from content import kinds
from content.models import Revision
from studio.states import WAITING, described, in_state

ROWS = 50
FEW = ("draft", "scheduled", "withdrawn", "trashed")  # states that few of many texts are in


@dataclass(frozen=True)
class Asked:
    """What the shelf is filtered by: a state, words of the title, only one's own, older than a revision."""

    state: str = ""
    words: str = ""
    is_mine: bool = False
    before: int | None = None


@dataclass(frozen=True)
class Row:
    """One text on the shelf, as its newest revision has it."""

    thing: Any
    title: str
    note: str
    state: dict[str, str]
    authors: str
    changed_at: datetime
    changed_by: str
    is_open: bool


@dataclass(frozen=True)
class Shelf:
    """One screen of the shelf; *older* leads to the next, where there is one."""

    rows: list[Row]
    older: int | None


def shelf(kind: str, asked: Asked, user: User, now: datetime) -> Shelf:
    """The texts of *kind* that fit, last changed first."""
    found = list(_newest(kind, asked, user, now)[: ROWS + 1])
    things = _things(kind, found)
    rows = [
        _row(things[revision.thing_id], revision, user, now)
        for revision in found[:ROWS]
        if revision.thing_id in things
    ]
    return Shelf(rows, older=found[ROWS - 1].pk if len(found) > ROWS else None)


def _newest(kind: str, asked: Asked, user: User, now: datetime) -> QuerySet[Revision]:
    """Newest revisions: walked from the last one made, so the first screen never sorts the whole history;
    where few texts fit, found from those."""
    later = Revision.objects.filter(of=OuterRef("of"), thing_id=OuterRef("thing_id"), pk__gt=OuterRef("pk"))
    revisions = Revision.objects.filter(~Exists(later), of=kind).annotate(
        title=KT("fields__title"), summary=KT("fields__summary")
    )
    things = _fitting(kind, asked, user, now)
    is_few = asked.state in FEW or asked.is_mine
    if is_few:
        revisions = revisions.filter(thing_id__in=things.values("pk"))
    else:
        revisions = revisions.filter(Exists(things.filter(pk=OuterRef("thing_id"))))
    if asked.state == "changed":
        revisions = revisions.filter(kind__in=WAITING)
    if asked.words:
        in_row = things.filter(title__icontains=asked.words, pk=OuterRef("thing_id"))
        revisions = revisions.filter(Q(title__icontains=asked.words) | Exists(in_row))
    if asked.before is not None:
        revisions = revisions.filter(pk__lt=asked.before)
    # A sum has no index, so the database does not walk the history after all to save the sorting.
    newest_first = (F("pk") + 0).desc() if is_few else F("pk").desc()
    return revisions.select_related("author").defer("fields").order_by(newest_first)


def _fitting(kind: str, asked: Asked, user: User, now: datetime) -> QuerySet[Any]:
    things: QuerySet[Any] = kinds.model(kind).objects.filter(in_state(asked.state, now))
    return things.filter(authors__user=user) if asked.is_mine else things


def _things(kind: str, revisions: Iterable[Revision]) -> dict[int, Any]:
    rows = kinds.model(kind).objects.prefetch_related("authors").defer("body", "body_html", "toc")
    return dict(rows.in_bulk([revision.thing_id for revision in revisions]))


def _row(thing: Any, revision: Any, user: User, now: datetime) -> Row:
    return Row(
        thing=thing,
        title=revision.title or thing.title,
        note="" if revision.summary else "No summary yet",
        state=described(thing, revision.kind, now),
        authors=", ".join(person.name for person in thing.authors.all()),
        changed_at=revision.made_at,
        changed_by=str(revision.author or ""),
        is_open=user.may("revise", thing),
    )
