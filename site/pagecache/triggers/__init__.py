"""The database's triggers on the tracked tables: so every way of writing is seen, not only Django's.

They are made from ``Tracked``. A table gets its own only when all its columns are there, which is not so in
the middle of a migrate. Whenever some had to be put back, rows may have changed unseen: that is written into
the change log with them, so a new epoch follows by itself.
"""

from types import ModuleType

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import changes, hooks
from pagecache.triggers import postgresql, sqlite
from pagecache.triggers.shapes import Trigger

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def are_known_for(connection: BaseDatabaseWrapper) -> bool:
    """Whether there are triggers for this kind of database."""
    return connection.vendor in DIALECTS


def verify(connection: BaseDatabaseWrapper) -> list[str]:
    """What is wrong with the triggers, a sentence each; nothing on a database that has no change log yet."""
    wanted, there = _wanted(connection), _dialect(connection).installed(connection)
    wrong = _wrong(wanted, there)
    # Reading all columns is most of the work, and rarely needed.
    return _wrong(_possible(connection, wanted), there) if wrong else []


def ensure(connection: BaseDatabaseWrapper) -> bool:
    """Put the triggers right; True when that was needed, and then the change log says so.

    Quick when all is well: one query. Raises DatabaseError, also when a table is busy for long (PostgreSQL).
    """
    return bool(verify(connection)) and install(connection)


def install(connection: BaseDatabaseWrapper) -> bool:
    """Make what is missing, remake what differs and remove what is not wanted; True when anything was."""
    dialect = _dialect(connection)
    with transaction.atomic(using=connection.alias):
        _run(connection, *dialect.LOCK)
        wanted, there = _possible(connection, _wanted(connection)), dialect.installed(connection)
        stray = [there[name] for name in there.keys() - wanted.keys()]
        wrong = [each for name, each in wanted.items() if not _is_right(each, there.get(name))]
        if not stray and not wrong:
            return False
        for trigger in stray:
            _run(connection, *dialect.removal(trigger))
        for trigger in wrong:
            _run(connection, *trigger.create)
        changes.note_upheaval(connection)
    return True


def drop(connection: BaseDatabaseWrapper, table: str = "") -> list[str]:
    """Remove the triggers of *table*, or all; the names of those that went."""
    dialect = _dialect(connection)
    gone = [each for each in dialect.installed(connection).values() if table in ("", each.table)]
    for trigger in gone:
        _run(connection, *dialect.removal(trigger))
    return [trigger.name for trigger in gone]


def _dialect(connection: BaseDatabaseWrapper) -> ModuleType:
    """Raises KeyError for a database that the page cache does not know."""
    return DIALECTS[connection.vendor]


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """All triggers, by name."""
    dialect = _dialect(connection)
    return {trigger.name: trigger for each in hooks.tracked() for trigger in dialect.wanted(connection, each)}


def _possible(connection: BaseDatabaseWrapper, wanted: dict[str, Trigger]) -> dict[str, Trigger]:
    """Those of *wanted* whose table has all its columns, when there is a log to write to."""
    columns = _dialect(connection).columns(connection)
    needed = {each.table: {(each.table, name) for name in each.columns} for each in hooks.tracked()}
    ready = {table for table, names in needed.items() if names <= columns}
    if not any(table == changes.LOG for table, _ in columns):
        return {}
    return {name: trigger for name, trigger in wanted.items() if trigger.table in ready}


def _wrong(wanted: dict[str, Trigger], there: dict[str, Trigger]) -> list[str]:
    said = [f"{name} is missing" for name in wanted.keys() - there.keys()]
    said += [f"{name} is not wanted (any more)" for name in there.keys() - wanted.keys()]
    said += [
        f"{name} is not as it should be"
        for name in wanted.keys() & there.keys()
        if not _is_right(wanted[name], there[name])
    ]
    return sorted(said)


def _is_right(wanted: Trigger, there: Trigger | None) -> bool:
    return there is not None and (there.table, there.looks) == (wanted.table, wanted.looks)


def _run(connection: BaseDatabaseWrapper, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
