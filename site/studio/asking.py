"""What an address of a shelf asks for, and the address that asks for it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from studio.states import FILTERS

ME = "@me"  # no slug has an @
SHELVES = {"post": "studio:posts", "page": "studio:page_list"}
LONGEST = 200  # characters of what is searched


@dataclass(frozen=True)
class Asked:
    """What the shelf is filtered by; *before* a revision is where an earlier screen of it ended."""

    state: str = ""
    words: str = ""
    author: str = ""
    topic: str = ""
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
        said = [(name, getattr(self, each.name)) for each, name in zip(fields(self), NAMES, strict=True)]
        return urlencode([(name, str(value)) for name, value in said if value])

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out but the trash."""
        return self == Asked()

    def but(self, **other: object) -> "Asked":
        """The same question with *other* said instead, from its first screen on."""
        return replace(self, **{"before": None} | other)  # type: ignore[arg-type]


NAMES = ("state", "q", "author", "topic", "from", "to", "before")  # of Asked's fields in an address


def asked(query: QueryDict) -> Asked:
    """What *query* asks for; what it says wrongly counts as not said."""
    state = _word(query, "state")
    return Asked(
        state=state if state in FILTERS else "",
        words=_word(query, "q"),
        author=_word(query, "author"),
        topic=_word(query, "topic"),
        since=day(_word(query, "from")),
        until=day(_word(query, "to")),
        before=number(_word(query, "before")),
    )


def asked_before(said: str) -> Asked:
    """What a form remembers of the shelf that it stood on: the question, from its first screen on."""
    return asked(QueryDict(said)).but()


def address(kind: str, question: Asked) -> str:
    """Where the shelf of *kind* answers *question*."""
    return reverse(SHELVES[kind]) + (f"?{question.query}" if question.query else "")


def _word(query: QueryDict, name: str) -> str:
    return query.get(name, "").replace("\0", "").strip()[:LONGEST]


def day(said: str) -> date | None:
    """The day that *said* names as 2026-03-02, or None; the calendar's two ends are left to it."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if 1 < found.year < 9999 else None


def number(said: str) -> int | None:
    """The number of a row that *said* names, or None."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None


def _midnight(of: date) -> datetime:
    return timezone.make_aware(datetime.combine(of, time()))
