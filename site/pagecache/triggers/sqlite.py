"""SQLite's triggers: one line of the log for each row, from the row's own trigger."""

from collections.abc import Callable, Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField

from pagecache.changes import LOG, fields_by_column, logged
from pagecache.tracking import Tracked
from pagecache.triggers.shapes import PREFIX, Trigger, Unique, groups, uniques

Quote = Callable[[str], str]
ALL = "'card places full'"

COLUMNS = """
    SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table'"""
INSTALLED = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 3) = %s"


def wanted(connection: BaseDatabaseWrapper, tracked: Tracked) -> Iterator[Trigger]:
    """The triggers of one table."""
    quote = connection.ops.quote_name
    yield from _of_coming_and_going(tracked, quote)
    yield from _of_updates(tracked, quote)
    yield from _of_replacing(connection, tracked, quote)


def _of_coming_and_going(tracked: Tracked, quote: Quote) -> Iterator[Trigger]:
    table = quote(tracked.table)
    yield _trigger(tracked, "insert", f"AFTER INSERT ON {table}", _written(tracked, quote))
    yield _trigger(tracked, "delete", f"AFTER DELETE ON {table}", _removed(tracked, "OLD", quote))


def _of_updates(tracked: Tracked, quote: Quote) -> Iterator[Trigger]:
    key, update = quote(tracked.pk), f"AFTER UPDATE ON {quote(tracked.table)} WHEN"
    seen = _differs((column for columns in groups(tracked).values() for column in columns), quote)
    if seen:
        when = f"{update} OLD.{key} IS NEW.{key} AND ({seen})"
        yield _trigger(tracked, "update", when, _changed(tracked, quote))
    # A row with another key is another row.
    moved = _removed(tracked, "OLD", quote), _written(tracked, quote)
    yield _trigger(tracked, "rekey", f"{update} OLD.{key} IS NOT NEW.{key}", *moved)


def _of_replacing(connection: BaseDatabaseWrapper, tracked: Tracked, quote: Quote) -> Iterator[Trigger]:
    """INSERT OR REPLACE and UPDATE OR REPLACE remove rows without any DELETE.

    Where the statement fails instead, these lines go with it; where it keeps the row, they purge a page too
    many.
    """
    key, table = quote(tracked.pk), quote(tracked.table)
    displaced = f"{_removed(tracked, 'gone', quote)} FROM {table} AS gone"
    displaced = f"{displaced} WHERE ({_same_as_new(connection, tracked)})"
    taken = _differs((column for unique in uniques(tracked) for column in unique.columns), quote)
    yield _trigger(tracked, "replace", f"BEFORE INSERT ON {table}", displaced)
    yield _trigger(
        tracked,
        "displace",
        f"BEFORE UPDATE ON {table} WHEN {taken}",
        f"{displaced} AND gone.{key} IS NOT OLD.{key}",
    )


def _written(tracked: Tracked, quote: Quote) -> str:
    return _line(tracked, "I", f"NEW.{quote(tracked.pk)}", ALL, "NULL", _row(tracked, "NEW", quote))


def _removed(tracked: Tracked, row: str, quote: Quote) -> str:
    return _line(tracked, "D", f"{row}.{quote(tracked.pk)}", ALL, _row(tracked, row, quote), "NULL")


def _changed(tracked: Tracked, quote: Quote) -> str:
    old, new = _row(tracked, "OLD", quote), _row(tracked, "NEW", quote)
    return _line(tracked, "U", f"NEW.{quote(tracked.pk)}", _changed_groups(tracked, quote), old, new)


def _trigger(tracked: Tracked, what: str, when: str, *lines: str) -> Trigger:
    name = f"{PREFIX}{what}_{tracked.table}"
    body = " ".join(f"{line};" for line in lines)
    create = f'CREATE TRIGGER "{name}" {when} BEGIN {body} END'
    return Trigger(name, tracked.table, (f'DROP TRIGGER IF EXISTS "{name}"', create), create)


def _line(tracked: Tracked, op: str, key: str, groups: str, old: str, new: str) -> str:
    return (
        f'INSERT INTO {LOG} (tbl, op, pk, "groups", "old", "new") '
        f"SELECT '{tracked.table}', '{op}', {key}, {groups}, {old}, {new}"
    )


def _row(tracked: Tracked, row: str, quote: Quote) -> str:
    fields = fields_by_column(tracked)
    parts = []
    for column in logged(tracked):
        value = f"{row}.{quote(column)}"
        parts.append(f"'{column}', " + (f"json({value})" if isinstance(fields[column], JSONField) else value))
    return f"json_object({', '.join(parts)})"


def _changed_groups(tracked: Tracked, quote: Quote) -> str:
    parts = [
        f"CASE WHEN {_differs(columns, quote)} THEN '{name} ' ELSE '' END"
        for name, columns in groups(tracked).items()
    ]
    return " || ".join(parts) or "''"


def _differs(columns: Iterable[str], quote: Quote) -> str:
    names = [quote(column) for column in dict.fromkeys(columns)]
    return " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)


def _same_as_new(connection: BaseDatabaseWrapper, tracked: Tracked) -> str:
    """Whether the row ``gone`` and the new one cannot both be."""
    return " OR ".join(f"({_cannot_both_be(connection, tracked, unique)})" for unique in uniques(tracked))


def _cannot_both_be(connection: BaseDatabaseWrapper, tracked: Tracked, unique: Unique) -> str:
    quote = connection.ops.quote_name
    terms = [f"gone.{quote(column)} = NEW.{quote(column)}" for column in unique.columns]
    if unique.constraint:
        editor = connection.SchemaEditorClass(connection)
        condition = unique.constraint._get_condition_sql(tracked.model, editor)  # type: ignore[attr-defined]
        terms.append(f"({condition})")
    return " AND ".join(terms)


def installed(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """The triggers that are there, by name."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED, [PREFIX])
        return {name: Trigger(name, table, (), sql) for name, table, sql in cursor.fetchall()}


def columns(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Every table's columns."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return set(cursor.fetchall())


def removal(trigger: Trigger) -> tuple[str, ...]:
    """What removes *trigger*."""
    return (f'DROP TRIGGER IF EXISTS "{trigger.name}"',)


LOCK: tuple[str, ...] = ()  # a writing transaction is alone anyway
