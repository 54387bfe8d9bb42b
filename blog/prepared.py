"""Queries that are asked again and again with other values, their SQL written only once."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet


class Prepared:
    """What ``build(**values)`` asks for, without building it anew each time.

    On a post's page Django takes longer to write these statements than the database to answer them.
    ``samples`` are values of the right kind, each different from all else in the statement: they show
    which place takes which value.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **samples: Any) -> None:
        self.build = build
        self.samples = samples
        self.written: dict[str, tuple[type[Any], str, tuple[str, ...]]] = {}

    def __call__(self, **values: Any) -> "RawQuerySet[Any]":
        """The rows for *values*, which are those that ``samples`` name."""
        model, sql, places = self.written.get(connection.vendor) or self._write()
        plain = {name: _adapted(value) for name, value in values.items()}
        return model.objects.raw(sql, [plain[name] for name in places])  # type: ignore[no-any-return]

    def _write(self) -> tuple[type[Any], str, tuple[str, ...]]:
        found = self.build(**self.samples)
        sql, params = found.query.sql_with_params()
        names = {_adapted(value): name for name, value in self.samples.items()}
        self.written[connection.vendor] = found.model, sql, tuple(names[value] for value in params)
        return self.written[connection.vendor]


def _adapted(value: Any) -> Any:
    return value if isinstance(value, int) else connection.ops.adapt_datetimefield_value(value)
