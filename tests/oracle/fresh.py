"""What an address says where nothing is kept, without making the same page twice.

A page follows from the rows that its statements found and from the moment. While each of them, asked again
for the present moment, finds the same rows, the page would say the same. That is asked of the database alone;
nothing that the cache notes is believed. Every so often the page is made all the same, and must say so too.
"""

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from config import tracking
from content.search.indexing import first_place_after
from tests.oracle.addresses import AS_AN_AUTHOR

EVERY = 16  # so many are taken on the word of their statements, then one is made


class Said(NamedTuple):
    """All of an answer that a reader could tell from another."""

    status: int
    location: str | None
    content_type: str | None
    body: bytes


def said(answer: Any) -> Said:
    return Said(answer.status_code, answer.get("Location"), answer.get("Content-Type"), answer.content)


def difference(one: Said, other: Said) -> str:
    """Where their bodies differ, each member of JSON as a line: all of a list stands in a single one."""
    lines = [
        each.body.decode().replace('","', '",\n"').replace("},{", "},\n{").splitlines()
        for each in (one, other)
    ]
    return "\n".join(line[:200] for line in list(difflib.unified_diff(*lines, "", "", "", "", 0))[:12])


Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Made:
    """A page that was made between two moments, and what each of its statements found."""

    said: Said
    began: datetime
    ended: datetime
    found: dict[Statement, list[Any]]

    def stands(self) -> bool:
        """Whether the statements find the same now, and no text has come or gone by the clock alone.

        What goes with a post is found whether it is live or not, and its page leaves out what is not.
        """
        now = timezone.now()
        try:
            coming = tracking.next_change(self.began)
            if coming and coming <= now:
                return False
            return all(
                rows((sql, tuple(self._at(now, each) for each in params))) == before
                for (sql, params), before in self.found.items()
            )
        except DatabaseError:  # a table is another
            return False

    def _at(self, now: datetime, param: Any) -> Any:
        """*param*, or *now* in its form where it was the moment at which the page was made."""
        if isinstance(param, datetime):
            return now if self.began <= param <= self.ended else param
        if isinstance(param, int):  # search looks back from the place that a moment has in its index
            places = {first_place_after(self.began), first_place_after(self.ended)}
            return first_place_after(now) if param in places else param
        if not isinstance(param, str) or len(param) != len("2026-11-28 06:00:00.000000"):
            return param
        try:
            moment = datetime.fromisoformat(param).replace(tzinfo=UTC)
        except ValueError:
            return param
        return f"{now:%Y-%m-%d %H:%M:%S.%f}" if self.began <= moment <= self.ended else param


@dataclass
class Fresh:
    """Makes pages, as few as will do. ``spared`` counts those that were not made."""

    client: Client
    made: dict[str, Made] = field(default_factory=dict)
    asked: int = 0
    spared: int = 0

    def say(self, address: str) -> Said:
        """What *address* says now. Raises AssertionError where its statements did not tell."""
        before = self.made.get(address)
        if before is None or not before.stands():
            return self.make(address)
        self.asked += 1
        if self.asked % EVERY:
            self.spared += 1
            return before.said
        now = self.make(address)
        if now != before.said and before.stands():  # or a moment of the clock lies between the two
            raise AssertionError(
                f"{address} differs, and all that it asks of the database is as it was:\n"
                + difference(before.said, now)
            )
        return now

    def page(self, address: str) -> bytes:
        """What stands at *address*, or b"" where nothing does."""
        now = self.say(address)
        return now.body if now.status == 200 else b""

    def make(self, address: str) -> Said:
        """What *address* says to an author, whose answers are never kept."""
        return said(self._listen(address, AS_AN_AUTHOR))

    def warm(self, address: str) -> None:
        """Let a reader ask for *address*. What is made for them now need not be made again to compare."""
        self._listen(address, {})

    def _listen(self, address: str, headers: dict[str, str]) -> Any:
        asked: dict[Statement, None] = {}
        began = timezone.now()
        began -= timedelta(microseconds=began.microsecond % 1000)  # a lease's moment is in whole milliseconds
        with heard(asked):
            answer = self.client.get(address, headers=headers)
        if headers or answer["X-Page-Cache"] == "miss":
            ended, found = timezone.now(), {each: rows(each) for each in asked}
            self.made[address] = Made(said(answer), began, ended, found)
        return answer


@contextmanager
def heard(asked: dict[Statement, None]) -> Iterator[None]:
    """Put into *asked* what this thread asks of the database meanwhile."""

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SELECT" in sql.upper():
            asked[sql, tuple(params or ())] = None
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield


def rows(statement: Statement) -> list[Any]:
    """What *statement* finds."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        while getattr(cursor, "nextset", bool)():  # settings may stand before it on PostgreSQL
            pass
        return list(cursor.fetchall())
