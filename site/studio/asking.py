"""What an address of a shelf asks for, and the address that asks for it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from content.kinds import number
from studio.states import FILTERS

ME = "@me"  # no slug has an @
SHELVES = {"post": "studio:posts", "page": "studio:page_list"}
LONGEST = 200  # characters of what is searched


@dataclass(frozen=True)
class Question:
    """What a list is asked for by its address; *before* a row is where an earlier screen of it ended."""

    NAMES: ClassVar[dict[str, str]] = {}  # of fields that are called otherwise in an address

    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def since_moment(self) -> datetime | None:
        """The beginning of the first day, in the site's time zone."""
        return _midnight(self.since) if self.since else None

    @property
    def until_moment(self) -> datetime | None:
        """The end of the last day."""
        return _midnight(self.until + timedelta(days=1)) if self.until else None

    @property
    def query(self) -> str:
        """What stands in an address after the ``?``: only what is asked, so one question has one spelling."""
        names = [each.name for each in fields(self)]
        own, shared = names[3:], names[:3]
        said = [
            (SHARED.get(name) or self.NAMES.get(name, name), getattr(self, name)) for name in own + shared
        ]
        return urlencode([(name, str(value)) for name, value in said if value])

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked but all there is."""
        return not self.but().query

    def but(self, **other: object) -> Self:
        """The same question with *other* said instead, from its first screen on."""
        return replace(self, **{"before": None} | other)  # type: ignore[arg-type]


SHARED = {"since": "from", "until": "to", "before": "before"}


@dataclass(frozen=True)
class Asked(Question):
    """What a shelf is filtered by."""

    NAMES: ClassVar[dict[str, str]] = {"words": "q"}

    state: str = ""
    words: str = ""
    author: str = ""
    topic: str = ""


def asked(query: QueryDict) -> Asked:
    """What *query* asks for; what it says wrongly counts as not said."""
    state = word(query, "state")
    return Asked(
        state=state if state in FILTERS else "",
        words=word(query, "q"),
        author=word(query, "author"),
        topic=word(query, "topic"),
        **bounds(query),
    )


def bounds(query: QueryDict) -> dict[str, Any]:
    """The days and the row that *query* asks to stay between."""
    return {
        "since": day(word(query, "from")),
        "until": day(word(query, "to")),
        "before": number(word(query, "before")),
    }


def asked_before(said: str) -> Asked:
    """What a form remembers of the shelf that it stood on: the question, from its first screen on."""
    return asked(QueryDict(said)).but()


def address(kind: str, question: Asked) -> str:
    """Where the shelf of *kind* answers *question*."""
    return reverse(SHELVES[kind]) + (f"?{question.query}" if question.query else "")


def word(query: QueryDict, name: str, longest: int = LONGEST) -> str:
    """What *query* says for *name*, in at most *longest* characters. PostgreSQL takes no NUL."""
    return query.get(name, "").replace("\0", "").strip()[:longest]


def day(said: str) -> date | None:
    """The day that *said* names as 2026-03-02, or None; the calendar's two ends are left to it."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if 1 < found.year < 9999 else None


def _midnight(of: date) -> datetime:
    return timezone.make_aware(datetime.combine(of, time()))
