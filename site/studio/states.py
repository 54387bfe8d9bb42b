"""The states of a text as the studio names them, and as the database is asked for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import formats, timezone

from content import planning, reviewing
from content.models import Newest, Planned, Revision
from content.queries import is_live
from content.trashing import days_left

# What an author wrote since readers last got something.
WAITING = (Revision.Kind.AUTOSAVE, Revision.Kind.DRAFT, Revision.Kind.RESTORED)

HIDDEN = ("draft", "scheduled", "withdrawn", "trashed")  # from readers; whatever is in none of these is live

FILTERS = {
    "": "All",
    "draft": "Drafts",
    "review": "For review",
    "scheduled": "Scheduled",
    "live": "Live",
    "changed": "Live with changes",
    "withdrawn": "Withdrawn",
    "trashed": "Trash",
}


def in_state(state: str, now: datetime) -> Q:
    """The rows in *state* at *now*; ``""`` is all but the trash, ``changed`` counts as live."""
    if state == "trashed":
        return Q(trashed_at__isnull=False)
    if state in {"live", "changed"}:
        return is_live(now)
    kept = Q(trashed_at=None)
    over = Q(unpublish_at__lte=now) | Q(unpublish_at__lte=F("publish_at"))
    asked = {
        "": Q(),
        "draft": Q(publish_at=None),
        "scheduled": Q(publish_at__gt=now) & ~_surely(over),
        "withdrawn": Q(publish_at__isnull=False, unpublish_at__isnull=False) & over,
    }
    return kept & asked[state]


def _surely(condition: Q) -> Q:
    # NOT of a comparison with NULL is NULL, so the rows without an end are named apart.
    return Q(unpublish_at__isnull=False) & condition


def described(
    thing: Any, newest_kind: str, now: datetime, planned: Planned | None = None, *, is_submitted: bool = False
) -> dict[str, str]:
    """The state of *thing* for the page: ``is``, ``looks`` (its shape), ``says`` (its words)."""
    state = thing.state(now)
    if state == "live" and (newest_kind in WAITING or planned):
        state = "changed"
    if is_submitted and state != "trashed":
        says = "Live, changes for review" if state in {"live", "changed"} else "For review"
        return {"is": state, "looks": "review", "says": says}
    says = _words_of_plan(planned, now) if planned and state == "changed" else _words(thing, state, now)
    return {"is": state, "looks": state, "says": says}


def each_described(kind: str, things: Sequence[Any], now: datetime) -> list[dict[str, str]]:
    """As ``described``, of many *things* of one *kind*, in three queries."""
    numbers = [thing.pk for thing in things]
    said = dict(Newest.objects.filter(of=kind, thing_id__in=numbers).values_list("thing_id", "kind"))
    planned, submitted = planning.of_many(numbers), reviewing.waiting_of(numbers)
    return [
        described(
            thing,
            said.get(thing.pk, ""),
            now,
            planned.get((kind, thing.pk)),
            is_submitted=(kind, thing.pk) in submitted,
        )
        for thing in things
    ]


def _words_of_plan(planned: Planned, now: datetime) -> str:
    at = moment(planned.at, now)
    return f"Live; the change planned for {at} was not made" if planned.reason else f"Changes go live {at}"


def _words(thing: Any, state: str, now: datetime) -> str:
    if state == "scheduled":
        return f"Scheduled {moment(thing.publish_at, now)}"
    if state == "trashed":
        return _in_the_trash(thing, now)
    ending = f" until {moment(thing.unpublish_at, now)}" if thing.unpublish_at else ""
    return {
        "draft": "Draft",
        "live": f"Live{ending}",
        "changed": f"Live{ending}, with changes",
        "withdrawn": "Withdrawn",
    }[state]


def _in_the_trash(thing: Any, now: datetime) -> str:
    left = days_left(thing, now)
    return f"In the trash, {left} {'day' if left == 1 else 'days'} left"


def moment(at: datetime, now: datetime) -> str:
    """A moment in few words in the site's time zone: 09:14, 2 Mar 09:14, 2 Mar 2024."""
    at, now = timezone.localtime(at), timezone.localtime(now)
    if at.date() == now.date():
        return formats.date_format(at, "H:i")
    return formats.date_format(at, "j M, H:i" if at.year == now.year else "j M Y")
