"""What a transaction changed, as the database's triggers wrote it down (``Changed``)."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, JSONField
from django.utils.dateparse import parse_datetime

from pagecache import hooks
from pagecache.tracking import Tracked

log = logging.getLogger(__name__)

LOG = "pagecache_changed"  # by name: an engine is loaded before any model
GROUPS = frozenset(("card", "places", "full"))
EVERY_TABLE = "*"
TRANSACTION = "pg_current_xact_id()::text::bigint"  # the whole transaction's, in a savepoint too


@dataclass(frozen=True)
class Change:
    """One row that was inserted ("I"), updated ("U") or deleted ("D"), or a table of which all went ("T").

    ``old`` and ``new`` have the columns that tags are made of, as Python values; None where there is no such
    row. ``groups`` are the groups of columns that changed: all three of an insert or a delete, and with
    ``places`` always ``card``. A table ``*`` stands for all of them.
    """

    table: str
    op: str
    pk: Any
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    groups: frozenset[str]


def take(connection: BaseDatabaseWrapper, *, everything: bool = False) -> list[Change]:
    """The changes of *connection*'s transaction, in order; their lines leave the log with its commit.

    With *everything*, those of all transactions that are over as well (on SQLite they always are among them).
    Tables that are not tracked (any more) give nothing. Raises DatabaseError.
    """
    if not _has_log(connection):
        return []
    ours = "" if everything or connection.vendor != "postgresql" else f" WHERE txn = {TRANSACTION}"
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM {LOG}{ours} RETURNING id, tbl, op, pk, "groups", "old", "new"'  # noqa: S608
        )
        lines = sorted(cursor.fetchall(), key=lambda line: int(line[0]))
    return list(_read(lines))


def are_waiting(connection: BaseDatabaseWrapper) -> bool:
    """Whether the log has a line to see: outside a transaction, one that was written from outside."""
    if not _has_log(connection):
        return False
    with connection.cursor() as cursor:
        # In the order of its index: PostgreSQL passes by what was deleted there, and reads no whole table.
        cursor.execute(f"SELECT 1 FROM {LOG} ORDER BY id LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def note_upheaval(connection: BaseDatabaseWrapper) -> None:
    """Write down that any row may have changed: the triggers were away. Raises DatabaseError.

    Committed together with what it tells of, it makes a new epoch however the transaction ends.
    """
    if not _has_log(connection):
        return
    txn = TRANSACTION if connection.vendor == "postgresql" else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {LOG} (txn, tbl, op) VALUES ({txn}, %s, 'T')", [EVERY_TABLE])  # noqa: S608
    connection.is_dirty = True  # type: ignore[attr-defined]  # no statement told the engine


_known: set[tuple[str, str]] = set()  # databases that have a log


def _has_log(connection: BaseDatabaseWrapper) -> bool:
    """Before the first migrate there is none."""
    database = (connection.alias, str(connection.settings_dict["NAME"]))
    if database not in _known:
        with connection.cursor() as cursor:
            if LOG not in connection.introspection.table_names(cursor):
                return False
        _known.add(database)
    return True


def forget_databases() -> None:
    """The log of one may be gone: look again."""
    _known.clear()


def _read(lines: list[tuple[Any, ...]]) -> Iterator[Change]:
    tables = hooks.tracked_tables()
    for _, table, op, pk, groups, old, new in lines:
        if table == EVERY_TABLE:
            yield _upheaval(table)
        elif table in tables:
            yield _read_line(tables[table], op, pk, frozenset(groups.split()), old, new)


def _read_line(
    tracked: Tracked, op: str, pk: str, groups: frozenset[str], old: str | None, new: str | None
) -> Change:
    if op == "T":
        return _upheaval(tracked.table)
    try:
        key = fields_by_column(tracked)[tracked.pk].to_python(pk)
        return Change(tracked.table, op, key, _values(tracked, old), _values(tracked, new), groups)
    except (ValidationError, ValueError, KeyError, TypeError):
        # Written by triggers of an older release, or a date that is none: SQLite keeps what it is given.
        log.warning("A change of %s:%s cannot be read; all pages go.", tracked.table, pk)
        return _upheaval(tracked.table)


def logged(tracked: Tracked) -> tuple[str, ...]:
    """The columns whose values tags are made of; never a text's body."""
    named = (tracked.pk, *tracked.places, *tracked.unique, *tracked.related, *tracked.logged)
    return tuple(dict.fromkeys(named))


@cache
def fields_by_column(tracked: Tracked) -> dict[str, "Field[Any, Any]"]:
    """The fields of a tracked model, by the names that the database has for them."""
    return {str(field.column): field for field in tracked.model._meta.concrete_fields}


def _upheaval(table: str) -> Change:
    return Change(table, "T", None, None, None, GROUPS)


def _values(tracked: Tracked, text: str | None) -> dict[str, Any] | None:
    """Raises KeyError for a column that is not in the line."""
    if text is None:
        return None
    fields, values = fields_by_column(tracked), json.loads(text)
    return {column: _value(fields[column], values[column]) for column in logged(tracked)}


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, DateTimeField):
        return _moment(value)
    return field.to_python(value)


def _moment(text: str) -> datetime:
    """Raises ValueError for what is no moment. SQLite leaves out the zone; both speak UTC."""
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
