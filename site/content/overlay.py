"""The database as it would be if some texts were published, for as long as a preview is rendered.

Nothing is written and nothing locked. Each SELECT that names a table of such a text gets a common table
expression of the same name in front, in which the text's row is the one that it would have:

    WITH "blog_post" AS NOT MATERIALIZED (
        SELECT … FROM main."blog_post" WHERE "id" <> 17 UNION ALL SELECT …the row that would be…
    ) SELECT … FROM "blog_post" …

In SQLite and in PostgreSQL such a name hides the table's. So lists, neighbours, feeds and counts are right
without knowing of it. A transaction that publishes and is rolled back would show the same, but take SQLite's
only write lock for each look that a stranger takes, and stand one mistake away from publishing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from content import fields as fielding
from content.fields import Fields
from content.publishing import bring_in

FIRST_WORD = re.compile(r"\s*\(*\s*([A-Za-z]+)")
READS = frozenset({"SELECT", "WITH"})


class Wrote(RuntimeError):
    """Something was to be written while a preview was rendered."""


@dataclass(frozen=True)
class Shadow:
    """In the table of *model*, *rows* (unsaved) stand instead of those whose *column* has one of *values*."""

    model: type[Model]
    column: str
    values: tuple[int, ...]
    rows: tuple[Model, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def and_also(self, other: "Shadow") -> "Shadow":
        """This and another of the same table in one."""
        return Shadow(self.model, self.column, self.values + other.values, self.rows + other.rows)

    def sql(self) -> tuple[str, list[Any]]:
        """The common table expression, and its parameters."""
        quote = connection.ops.quote_name
        columns = [str(field.column) for field in self.model._meta.concrete_fields]
        names = ", ".join(map(quote, columns))
        # SQLite takes a bare name for the expression itself; PostgreSQL takes it for the table.
        schema = "main." if connection.vendor == "sqlite" else ""
        gone = f"{quote(self.column)} NOT IN ({_marks(self.values)})"
        selects = [f"SELECT {names} FROM {schema}{quote(self.table)} WHERE {gone}"]  # noqa: S608 - names only
        # With a FROM, SQLite may go through the union part by part, by the table's own indexes.
        selects += [f"SELECT {_marks(columns)} FROM (SELECT 1) AS one" for _ in self.rows]  # noqa: S608
        parameters = [*self.values, *(value for row in self.rows for value in _values(row))]
        return f"{quote(self.table)} AS NOT MATERIALIZED ({' UNION ALL '.join(selects)})", parameters


def _marks(of: Sized) -> str:
    return ", ".join(["%s"] * len(of))


def _values(row: Model) -> Iterator[Any]:
    for field in row._meta.concrete_fields:
        yield field.get_db_prep_save(getattr(row, field.attname), connection)


def shadows(thing: Any, fields: Fields, now: datetime) -> list[Shadow]:
    """What is otherwise in the database once *fields* of *thing* are published at *now*.

    Raises ValidationError where they cannot be. What is not shown: the addresses of pages below one that
    moves, and the titles in texts that link to it.
    """
    row = copy(thing)
    bring_in(row, fields, now)
    model = type(thing)
    return [
        Shadow(model, str(model._meta.pk.column), (thing.pk,), (row,)),
        _related(model.authors.through, thing, fielding.signatures(row, fields["authors"])),
        _related(model.topics.through, thing, fielding.filings(row, fields["topics"])),
        *(_related(beside, thing, rows) for beside, rows in _beside(thing, row, fields)),
    ]


def _beside(thing: Any, row: Any, fields: Fields) -> Iterable[tuple[type[Model], list[Any]]]:
    return row.rows_beside(fields).items() if set(thing.beside) <= set(fields) else ()


def _related(through: type[Model], thing: Any, rows: list[Any]) -> Shadow:
    for number, row in enumerate(rows, start=1):
        row.pk = -thing.pk * 1000 - number  # no row that is there
    return Shadow(through, f"{thing.kind}_id", (thing.pk,), tuple(rows))


@contextmanager
def laid(over: Iterable[Shadow]) -> Iterator[None]:
    """Let every query inside see these shadows. Raises Wrote when something is to be written."""
    by_table: dict[str, Shadow] = {}
    for shadow in over:
        there = by_table.get(shadow.table)
        by_table[shadow.table] = there.and_also(shadow) if there else shadow
    with connection.execute_wrapper(_Overlay(by_table.values())):
        yield


class _Overlay:
    """Puts the shadows before each statement that names their table."""

    def __init__(self, over: Iterable[Shadow]) -> None:
        self.parts = [(f'"{shadow.table}"', *shadow.sql()) for shadow in over]

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        found = FIRST_WORD.match(sql)
        if many or found is None or found[1].upper() not in READS:
            raise Wrote(f"A preview writes nothing, and this is no question: {sql[:80]}")
        named = [(text, values) for table, text, values in self.parts if table in sql]
        if not named:
            return execute(sql, params, many, context)
        before = ", ".join(text for text, _ in named)
        values = [value for _, each in named for value in each]
        return execute(f"WITH {before} {sql}", [*values, *(params or ())], many, context)
