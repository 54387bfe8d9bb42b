"""Queries whose SQL is built once: of a short query's time, building it is the larger part.

    @prepared
    def at(now: datetime, slug: str) -> QuerySet[Post]:
        return Post.objects.published(now).filter(slug=slug)

    at(now, "let-it-stand")  # a RawQuerySet, with the SQL of the first call

The first call builds the queryset with a sample for each argument, and notes where the samples stand among
the parameters. So the *shape* of the query may not depend on an argument's value, and a slice must be fixed.
``select_related`` is not kept: name such rows with ``prefetch_related`` on what comes back.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import RawQuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters; ``places`` says which of them are arguments, by position."""

    model: type[Any]
    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]

    def filled(self, values: list[Any]) -> list[Any]:
        """The parameters with *values*, one for each argument, in their places."""
        return [
            values[self.places[place]] if place in self.places else kept
            for place, kept in enumerate(self.parameters)
        ]


class Prepared(Generic[M]):
    """A function that builds a queryset, turned into one that only fills in its arguments."""

    def __init__(self, build: Callable[..., QuerySet[M, Any]]) -> None:
        self.build = build
        self.statements: dict[str, Statement] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Any) -> "RawQuerySet[M]":
        """The rows for these arguments, as instances; columns that were left out are deferred."""
        statement, parameters = self.ready(values)
        rows: RawQuerySet[M] = statement.model._default_manager.raw(statement.sql, parameters)
        return rows

    def scalar(self, *values: Any) -> Any:
        """The first column of the first row, as the database gives it, or None."""
        statement, parameters = self.ready(values)
        with connections["default"].cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            row = cursor.fetchone()
        return row[0] if row else None

    def ready(self, values: tuple[Any, ...]) -> tuple[Statement, list[Any]]:
        """The statement for the database in use, and its parameters with *values* filled in."""
        vendor = connections["default"].vendor
        statement = self.statements.get(vendor)
        if statement is None:
            statement = self.statements[vendor] = self._compiled()
        return statement, statement.filled([_adapted(value) for value in values])

    def _compiled(self) -> Statement:
        samples = [_sample(place, kind) for place, kind in enumerate(_kinds(self.build))]
        queryset = self.build(*samples)
        sql, parameters = queryset.query.sql_with_params()
        adapted = [_adapted(sample) for sample in samples]
        places = {at: adapted.index(value) for at, value in enumerate(parameters) if value in adapted}
        if set(places.values()) != set(range(len(samples))):
            raise TypeError(f"{self.build.__name__} does not hand each of its arguments to the database.")
        return Statement(queryset.model, sql, tuple(parameters), places)


def prepared(build: Callable[..., QuerySet[M, Any]]) -> Prepared[M]:
    """Decorate a function of datetimes, integers and strings that builds a queryset."""
    return Prepared(build)


def _kinds(build: Callable[..., Any]) -> list[type[Any]]:
    return [parameter.annotation for parameter in inspect.signature(build).parameters.values()]


def _sample(place: int, kind: type[Any]) -> Any:
    """A value that no query holds by itself, different for each argument."""
    samples: dict[type[Any], Any] = {
        datetime: datetime(1, 2, 3, 4, 5, 6, 700 + place, tzinfo=UTC),
        int: 8_800_555_000 + place,
        str: f"\N{REFERENCE MARK} argument {place}",
    }
    return samples[kind]


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connections["default"].ops.adapt_datetimefield_value(value)
    return value
