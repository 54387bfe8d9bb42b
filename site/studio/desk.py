"""The desk: what waits for somebody, and what happened lately; a handful of each, in a fixed few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from content import kinds
from content.models import Newest
from content.queries import is_live
from studio.asking import ME, Asked
from studio.shelf import Row, fitting, rows
from studio.states import in_state

FEW = 8


@dataclass(frozen=True)
class Desk:
    """What lies on it, a few rows each; *has_texts* is whether anything was ever written here."""

    own: list[Row]
    scheduled: list[Row]
    changed: list[Row]
    live: list[Row]

    @property
    def has_texts(self) -> bool:
        return bool(self.changed)


def desk(user: User, now: datetime) -> Desk:
    """The desk of *user* at *now*."""
    parts = {
        "own": _own(user, now),
        "scheduled": _said(_by_time("scheduled", now)),
        "changed": list(Newest.objects.select_related("author").order_by("-revision_id")[:FEW]),
        "live": _said(_by_time("live", now)),
    }
    shown = {(row.thing.kind, row.thing.pk): row for row in rows(_each_once(parts), user, now)}
    return Desk(
        **{
            name: [shown[each.of, each.thing_id] for each in found if (each.of, each.thing_id) in shown]
            for name, found in parts.items()
        }
    )


def _each_once(parts: dict[str, list[Newest]]) -> list[Newest]:
    return list({each.pk: each for found in parts.values() for each in found}.values())


def _own(user: User, now: datetime) -> list[Newest]:
    """One's own drafts, and what one changed since it went live; last changed first."""
    found = [
        newest
        for kind in kinds.models()
        for state in ("draft", "changed")
        for newest in fitting(kind, Asked(state=state, author=ME), user, now)[:FEW]
    ]
    return sorted(found, key=lambda newest: newest.revision_id, reverse=True)[:FEW]


def _by_time(state: str, now: datetime) -> list[tuple[str, int]]:
    """The next few that are scheduled, or the last few that went live, of all kinds together."""
    is_next = state == "scheduled"
    found = [
        (at, kind, pk)
        for kind, model in kinds.models().items()
        for at, pk in model.objects.filter(is_live(now) if state == "live" else in_state(state, now))
        .order_by("publish_at" if is_next else "-publish_at")
        .values_list("publish_at", "pk")[:FEW]
    ]
    return [(kind, pk) for _, kind, pk in sorted(found, reverse=not is_next)[:FEW]]


def _said(things: Iterable[tuple[str, int]]) -> list[Newest]:
    """What is said newest of *things*, in their order."""
    things = list(things)
    asked = Q(pk__in=[])
    for kind, pk in things:
        asked |= Q(of=kind, thing_id=pk)
    said = Newest.objects.filter(asked).select_related("author")
    found = {(newest.of, newest.thing_id): newest for newest in said}
    return [found[thing] for thing in things if thing in found]
