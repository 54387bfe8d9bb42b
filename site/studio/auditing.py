"""The log as it is read: who did what to what, and what it was before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from blog.models import Series
from content import kinds
from content.kinds import number
from content.models import LogEntry, Person, Topic
from media.models import Picture
from pages.models import Page
from studio.asking import Question, bounds, word
from studio.differing import LABELS
from studio.states import moment

ROWS = 50
LONGEST = 160  # characters of a value; a longer one is in the timeline
SITE = "site"  # whoever has no account: imports, the worker

VERBS = {
    "draft": "began",
    "revise": "saved",
    "restore": "brought back",
    "publish": "published",
    "pass": "passed the gate with",
    "withdraw": "withdrew",
    "plan": "planned",
    "unplan": "called off",
    "let_stand": "let stand",
    "leave_out": "took out of the public changes of",
    "trash": "put into the trash",
    "untrash": "took out of the trash",
    "discard": "deleted for good",
    "undo": "undid",
    "file": "filed",
    "sign": "signed",
    "rename": "moved to another address",
    "move": "moved in the tree",
    "merge": "merged",
    "place": "changed the series of",
    "order": "put in order",
    "add": "added",
    "describe": "described",
    "replace": "replaced",
    "remove": "removed",
    "forward": "redirected",
    "upload": "uploaded",
    "import": "imported",
    "introduce": "introduced",
    "settings": "set",
    "share": "shared a preview of",
    "revoke": "ended a preview of",
    "submit": "submitted",
    "comment": "remarked on",
    "return": "sent back",
    "approve": "approved",
    "invite": "invited",
    "send invitation": "sent an invitation to",
    "revoke invitation": "took back the invitation of",
    "give role": "changed the role of",
    "close account": "closed the account of",
    "reopen account": "reopened the account of",
    "profile": "described",
    "write": "wrote",
    "mend": "mended",
    "judge": "judged",
    "erase": "erased",
}
KINDS = {
    "post": "Posts",
    "page": "Pages",
    "topic": "Topics",
    "person": "People",
    "account": "Accounts",
    "picture": "Pictures",
    "file": "Files",
    "series": "Series",
    "redirect": "Redirects",
    "settings": "Settings",
    "comment": "Letters",
}
TELL_TIME = {"at", "change", "preview"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:\d\d|Z)?")
UNSAID = {"revision"}  # numbers that say nothing; what a revision changed is in the timeline
RELATED: dict[str, type[Model]] = {
    "topics": Topic,
    "series": Series,
    "authors": Person,
    "parent": Page,
    "lead_picture": Picture,
}


@dataclass(frozen=True)
class LogAsked(Question):
    """What the log is filtered by; *thing* is words of a title, or one thing as ``post:17``."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    thing: str = ""

    NAMES: ClassVar[dict[str, str]] = {}


@dataclass(frozen=True)
class Change:
    """One value that was another before."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One line of the log; *thing* names what can still be opened."""

    row: LogEntry
    did: str
    thing: tuple[str, int] | None
    changes: list[Change]


@dataclass(frozen=True)
class Log:
    """One screen of the log; *older* leads to the next."""

    entries: list[Entry]
    older: int | None


def asked(query: QueryDict) -> LogAsked:
    """What *query* asks the log for; what it says wrongly counts as not said."""
    return LogAsked(
        who=word(query, "who"),
        verb=word(query, "verb"),
        kind=word(query, "kind"),
        thing=word(query, "thing"),
        **bounds(query),
    )


def log(question: LogAsked) -> Log:
    """The entries that fit, the last first."""
    found = list(_fitting(question)[: ROWS + 1])
    shown, now = found[:ROWS], timezone.now()
    names, there = _names(shown), _there(shown)
    entries = [
        Entry(
            row,
            VERBS.get(row.verb, row.verb),
            (row.of, row.thing_id) if (row.of, row.thing_id) in there else None,  # type: ignore[arg-type]
            [_change(name, row.changes[name], names, now) for name in row.changes if name not in UNSAID],
        )
        for row in shown
    ]
    return Log(entries, older=shown[-1].pk if found[ROWS:] else None)


def _fitting(question: LogAsked) -> QuerySet[LogEntry]:
    found = LogEntry.objects.filter(_by(question.who), _about(question.thing))
    if question.verb:
        found = found.filter(verb=question.verb)
    if question.kind:
        found = found.filter(of=question.kind)
    if question.since:
        found = found.filter(at__gte=question.since_moment)
    if question.until:
        found = found.filter(at__lt=question.until_moment)
    if question.before is not None:
        found = found.filter(pk__lt=question.before)
    return found.order_by("-pk")


def _by(who: str) -> Q:
    if who == SITE:
        return Q(actor=None)
    return Q(actor=number(who) or 0) if who else Q()


def _about(thing: str) -> Q:
    kind, _, which = thing.partition(":")
    if kind in KINDS and number(which) is not None:
        return Q(of=kind, thing_id=number(which))
    return Q(title__icontains=thing) if thing else Q()


def _there(shown: Iterable[LogEntry]) -> set[tuple[str, int]]:
    """Which of the texts in *shown* can still be opened."""
    return {
        (kind, pk)
        for kind, model in kinds.models().items()
        for pk in model.objects.filter(pk__in={row.thing_id for row in shown if row.of == kind}).values_list(
            "pk", flat=True
        )
    }


def _names(shown: Iterable[LogEntry]) -> dict[tuple[str, int], str]:
    """What the things are called whose numbers stand in *shown*: one query a kind of thing."""
    numbers: dict[str, set[int]] = {name: set() for name in RELATED}
    for row in shown:
        for name, values in row.changes.items():
            if name in RELATED:
                numbers[name].update(pk for value in values for pk in _as_list(value) if isinstance(pk, int))
    return {
        (name, pk): str(thing)
        for name, model in RELATED.items()
        if numbers[name]
        for pk, thing in model._default_manager.in_bulk(numbers[name]).items()
    }


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _change(name: str, values: Any, names: dict[tuple[str, int], str], now: datetime) -> Change:
    old, new = values if isinstance(values, list) and len(values) == 2 else (None, values)
    label = LABELS.get(name, name.replace("_", " ").capitalize())
    return Change(label, _said(name, old, names, now), _said(name, new, names, now))


def _said(name: str, value: Any, names: dict[tuple[str, int], str], now: datetime) -> str:
    """A logged value as one reads it: numbers of things as their names, moments in the site's time zone."""
    if value is None or value in ("", []):
        return ""
    if name in RELATED:
        return ", ".join(names.get((name, pk), "one that is there no more") for pk in _as_list(value))
    text = ", ".join(map(_one, _as_list(value)))
    if name.endswith("_at") or name in TELL_TIME:
        text = INSTANT.sub(lambda found: _moment(found[0], now), text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _one(value: Any) -> str:
    """A value in a line: of an item of a menu its name and where it leads."""
    if isinstance(value, dict):  # a menu's row, for one; PostgreSQL has an order of its own for what is in it
        return " ".join(str(each) for _, each in sorted(value.items()) if each)
    return str(value)


def _moment(value: str, now: datetime) -> str:
    try:
        return moment(datetime.fromisoformat(value), now)
    except ValueError:
        return value
