"""Many narrow rows put in at once, without an instance of the model for each."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection


def insert(model: type[Any], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Put *rows* into the table of *model*: the values of its fields *names*, all that it has but its key."""
    fields = [model._meta.get_field(name) for name in names]
    ready = [partial(field.get_db_prep_save, connection=connection) for field in fields]
    values = [[make(value) for make, value in zip(ready, row, strict=True)] for row in rows]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608
                values,
            )
