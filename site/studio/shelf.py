"""The shelf: texts by their last change, one row a text, the same few queries however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from content import kinds, planning, reviewing
from content.folding import folded
from content.models import Newest
from studio.asking import ME, Asked
from studio.presence import open_now
from studio.states import HIDDEN, WAITING, described, in_state

ROWS = 50


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
    """A screen of the texts of *kind* that fit, last changed first."""
    found = list(fitting(kind, asked, user, now)[: ROWS + 1])
    return Shelf(rows(found[:ROWS], user, now), older=found[ROWS - 1].revision_id if found[ROWS:] else None)


def fitting(kind: str, asked: Asked, user: User, now: datetime) -> QuerySet[Newest]:
    """What the texts of *kind* that fit say newest, last changed first.

    The state comes as sets of numbers that narrow indexes give: the rows themselves are long, and looked at
    only where they are shown.
    """
    found = Newest.objects.filter(said_in_state(kind, asked.state, now), of=kind)
    if asked.author:
        found = found.filter(thing_id__in=_signed(kind, asked.author, user))
    if asked.topic:
        found = found.filter(thing_id__in=_filed(kind, asked.topic))
    if asked.since:
        found = found.filter(made_at__gte=asked.since_moment)
    if asked.until:
        found = found.filter(made_at__lt=asked.until_moment)
    if asked.before is not None:
        found = found.filter(revision__lt=asked.before)
    return (
        named(found, asked.words).select_related("author").order_by("-revision_id")
    )  # its order, not that of revisions


def named(found: QuerySet[Newest], words: str) -> QuerySet[Newest]:
    """Those of *found* whose titles or address have each of *words* in them."""
    for word in folded(words).split():
        found = found.filter(folded__contains=word)
    return found


def said_in_state(kind: str, state: str, now: datetime) -> Q:
    """Those rows of Newest whose texts are in *state* at *now*."""
    things = kinds.model(kind).objects
    if state in HIDDEN:
        return Q(thing_id__in=things.filter(in_state(state, now)).values("pk"))
    if state == "review":
        waiting = reviewing.waiting().filter(of=kind).values("thing_id")
        return Q(thing_id__in=waiting) & said_in_state(kind, "", now)
    if state == "":
        return ~Q(thing_id__in=things.filter(in_state("trashed", now)).values("pk"))
    others = [things.filter(in_state(hidden, now)).values("pk") for hidden in HIDDEN]
    is_live = Q()
    for other in others:
        is_live &= ~Q(thing_id__in=other)
    return is_live & Q(kind__in=WAITING) if state == "changed" else is_live


def _signed(kind: str, author: str, user: User) -> QuerySet[Any, Any]:
    whose = {"person__user": user} if author == ME else {"person__slug": author}
    return _numbers(kind, kinds.model(kind).authors.through, whose)


def _filed(kind: str, topic: str) -> QuerySet[Any, Any]:
    return _numbers(kind, kinds.model(kind).topics.through, {"topic__slug": topic})


def _numbers(kind: str, through: type[Any], asked: dict[str, Any]) -> QuerySet[Any, Any]:
    numbers: QuerySet[Any, Any] = through.objects.filter(**asked).order_by().values(f"{kind}_id")
    return numbers


def rows(found: Iterable[Newest], user: User, now: datetime) -> list[Row]:
    """*found* as they are shown to *user*, whatever their kinds: two queries a kind, one each for plans and
    reviews."""
    found = list(found)
    planned = planning.of_many(newest.thing_id for newest in found)
    submitted = reviewing.waiting_of(newest.thing_id for newest in found)
    others = open_now(((newest.of, newest.thing_id) for newest in found), user)
    things = {(kind, pk): thing for kind in kinds.models() for pk, thing in _things(kind, found).items()}
    return [
        _row(
            things[each],
            newest,
            user,
            described(things[each], newest.kind, now, planned.get(each), is_submitted=each in submitted),
            others.get(each, ""),
        )
        for newest in found
        if (each := (newest.of, newest.thing_id)) in things
    ]


def _things(kind: str, found: list[Newest]) -> dict[int, Any]:
    numbers = [newest.thing_id for newest in found if newest.of == kind]
    wanted = kinds.model(kind).objects.prefetch_related("authors").defer("body", "body_html", "toc")
    return dict(wanted.in_bulk(numbers)) if numbers else {}


def _row(thing: Any, newest: Newest, user: User, state: dict[str, str], others: str) -> Row:
    return Row(
        thing=thing,
        title=newest.title or thing.title,
        note=others or ("" if newest.has_summary else "No summary yet"),
        state=state,
        authors=", ".join(person.name for person in thing.authors.all()),
        changed_at=newest.made_at,
        changed_by=str(newest.author or ""),
        is_open=user.may("revise", thing),
    )
