"""Queries whose SQL is built once: of a short query's time, building it is the larger part.

    @prepared
    def at(now: datetime, slug: str) -> QuerySet[Post]:
        return Post.objects.published(now).filter(slug=slug)

    at(now, "let-it-stand")  # a list, by the SQL of the first call

The first call builds the queryset with a sample for each argument, and notes where the samples stand among
the parameters. So the *shape* of the query may not depend on an argument's value, and a slice must be fixed.
Of an argument that is a list, each length has SQL of its own.
Rows become instances by ``Model.from_db``, with their annotations; ``select_related`` and
``prefetch_related`` are not kept.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import update_wrapper
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
ALIAS = "default"


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL with its parameters, and how its rows are read.

    ``places`` says which parameters are values of arguments, by position; ``columns`` are the attributes
    of the model that a row begins or goes on with, ``extras`` the annotations, each with its position.
    """

    model: type[Any]
    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]
    columns: tuple[str, ...]
    extras: tuple[tuple[str, int], ...]
    read: Callable[[Any], Any]

    def filled(self, values: list[Any]) -> list[Any]:
        """The parameters with *values*, those of all arguments, in their places."""
        return [
            values[self.places[place]] if place in self.places else kept
            for place, kept in enumerate(self.parameters)
        ]

    def instances(self, rows: Sequence[Any]) -> list[Any]:
        """The model's instances for *rows*; columns that were left out are deferred."""
        return [self._instance(row) for row in self.read(rows)]

    def _instance(self, row: Any) -> Any:
        made = self.model.from_db(ALIAS, self.columns, row[: len(self.columns)])
        for name, place in self.extras:
            setattr(made, name, row[place])
        return made


class Prepared(Generic[M]):
    """A function that builds a queryset, turned into one that only fills in its arguments."""

    def __init__(self, build: Callable[..., QuerySet[M, Any]]) -> None:
        self.build = build
        self.statements: dict[tuple[str | int, ...], Statement] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Any) -> list[M]:
        """The rows for these arguments, as instances."""
        statement, rows = self.answer(*values)
        return statement.instances(rows)

    def scalar(self, *values: Any) -> Any:
        """The first column of the first row, as the database gives it, or None."""
        _, rows = self.answer(*values)
        return rows[0][0] if rows else None

    def answer(self, *values: Any) -> tuple[Statement, list[Any]]:
        """The rows as the database gives them, and what makes instances of them."""
        connection = connections[ALIAS]
        lengths = (len(value) for value in values if isinstance(value, list))
        shape: tuple[str | int, ...] = (connection.vendor, *lengths)
        statement = self.statements.get(shape)
        if statement is None:
            statement = self.statements[shape] = self._compiled(values)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(_adapted(connection, values)))
            return statement, cursor.fetchall()

    def _compiled(self, values: tuple[Any, ...]) -> Statement:
        connection = connections[ALIAS]
        samples = _samples(_kinds(self.build), values)
        queryset = self.build(*samples)
        compiler = queryset.query.get_compiler(ALIAS)
        sql, parameters = compiler.as_sql()
        adapted = _adapted(connection, samples)
        places = {at: adapted.index(value) for at, value in enumerate(parameters) if value in adapted}
        if set(places.values()) != set(range(len(adapted))):
            raise TypeError(f"{self.build.__name__} does not hand each of its arguments to the database.")
        extras = tuple((compiler.annotation_col_map or {}).items())
        columns = [column for column, *_ in compiler.select[: len(compiler.select) - len(extras)]]
        return Statement(
            model=queryset.model,
            sql=sql,
            parameters=tuple(parameters),
            places=places,
            columns=tuple(column.target.attname for column in columns if hasattr(column, "target")),
            extras=extras,
            read=_reader(compiler),
        )


def prepared(build: Callable[..., QuerySet[M, Any]]) -> Prepared[M]:
    """Decorate a function of datetimes, integers, strings and lists of integers that builds a queryset."""
    return Prepared(build)


def _reader(compiler: Any) -> Callable[[Any], Any]:
    """What turns the database's values into Python's, in each row."""
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    if not converters:
        return lambda rows: rows
    return lambda rows: (tuple(row) for row in compiler.apply_converters(rows, converters))


def _kinds(build: Callable[..., Any]) -> list[type[Any]]:
    return [parameter.annotation for parameter in inspect.signature(build).parameters.values()]


def _samples(kinds: list[Any], values: Sequence[Any]) -> list[Any]:
    """For each argument a value that no query holds by itself; for a list as many as *values* has there."""
    numbers = count()
    samples: list[Any] = []
    for kind, value in zip(kinds, values, strict=True):
        if isinstance(value, list):
            samples.append([_sample(int, next(numbers)) for _ in value])
        else:
            samples.append(_sample(kind, next(numbers)))
    return samples


def _sample(kind: type[Any], number: int) -> Any:
    samples: dict[type[Any], Any] = {
        datetime: datetime(1, 2, 3, 4, 5, 6, 700 + number, tzinfo=UTC),
        int: 1_900_555_000 + number,  # fits 32 bits, or PostgreSQL would not even be asked
        str: f"\N{REFERENCE MARK} argument {number}",
    }
    return samples[kind]


def _adapted(connection: Any, values: Sequence[Any]) -> list[Any]:
    """*values* as the database takes them, those of a list one by one."""
    adapted: list[Any] = []
    for value in values:
        if isinstance(value, list):
            adapted += value
        elif isinstance(value, datetime):
            adapted.append(connection.ops.adapt_datetimefield_value(value))
        else:
            adapted.append(value)
    return adapted
