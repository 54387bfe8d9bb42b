"""PostgreSQL's triggers: one for each statement, which sees all its rows before and after."""

from collections.abc import Callable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

from pagecache.changes import LOG, TRANSACTION, logged
from pagecache.tracking import Tracked
from pagecache.triggers.shapes import PREFIX, Trigger, groups

Quote = Callable[[str], str]
LONGEST = 63  # bytes of a name
ALL = "'card places full'"
# Not as every trigger is ("O"), but also for a session that plays a replica. A restore that switches all
# triggers off and on again leaves them as every trigger is, and so is seen.
ALWAYS = "A"

COLUMNS = """
    SELECT tables.relname, columns.attname
    FROM pg_class AS tables JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
    WHERE tables.relkind = 'r' AND columns.attnum > 0 AND NOT columns.attisdropped
        AND pg_table_is_visible(tables.oid)"""
INSTALLED = """
    SELECT triggers.tgname, tables.relname, triggers.tgenabled, functions.prosrc
    FROM pg_trigger AS triggers
        JOIN pg_class AS tables ON tables.oid = triggers.tgrelid
        JOIN pg_proc AS functions ON functions.oid = triggers.tgfoid
    WHERE NOT triggers.tgisinternal AND starts_with(triggers.tgname, %s)
        AND pg_table_is_visible(tables.oid)"""
# Two processes that mend at once do it one after the other. A lock on a table that is not had soon is given
# up: everybody who writes would wait behind it.
LOCK = ("SET LOCAL lock_timeout = '5s'", "SELECT pg_advisory_xact_lock(hashtext('pagecache triggers'))")


def wanted(connection: BaseDatabaseWrapper, tracked: Tracked) -> Iterator[Trigger]:
    """The triggers of one table."""
    quote = connection.ops.quote_name
    key = quote(tracked.pk)
    old, new = _row(tracked, "was", quote), _row(tracked, "now", quote)
    yield _trigger(
        tracked,
        "insert",
        "REFERENCING NEW TABLE AS now_rows",
        f"'I', now.{key}, {ALL}, NULL, {new} FROM now_rows AS now",
    )
    yield _trigger(
        tracked,
        "delete",
        "REFERENCING OLD TABLE AS was_rows",
        f"'D', was.{key}, {ALL}, {old}, NULL FROM was_rows AS was",
    )
    yield _trigger(
        tracked, "update", "REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows", _update(tracked, quote)
    )
    yield _trigger(tracked, "truncate", "", "'T', '', '', NULL, NULL")


def _update(tracked: Tracked, quote: Quote) -> str:
    """A row with another key is another row, hence the full join: one is gone, and one has come."""
    key = quote(tracked.pk)
    changed = [
        f"CASE WHEN {_differs(columns, quote)} THEN '{name}' END" for name, columns in groups(tracked).items()
    ]
    return (
        f"CASE WHEN now.{key} IS NULL THEN 'D' WHEN was.{key} IS NULL THEN 'I' ELSE 'U' END, "
        f"coalesce(now.{key}, was.{key}), seen.names, "
        f"CASE WHEN was.{key} IS NOT NULL THEN {_row(tracked, 'was', quote)} END, "
        f"CASE WHEN now.{key} IS NOT NULL THEN {_row(tracked, 'now', quote)} END "
        f"FROM was_rows AS was FULL JOIN now_rows AS now ON was.{key} = now.{key} "
        f"CROSS JOIN LATERAL (SELECT CASE WHEN was.{key} IS NULL OR now.{key} IS NULL THEN {ALL} "
        f"ELSE concat_ws(' ', {', '.join(changed) or 'NULL'}) END AS names) AS seen WHERE seen.names <> ''"
    )


def _trigger(tracked: Tracked, op: str, rows: str, line: str) -> Trigger:
    name = truncate_name(f"{PREFIX}{op}_{tracked.table}", LONGEST)
    body = (
        f'BEGIN INSERT INTO {LOG} (txn, tbl, op, pk, "groups", "old", "new") '
        f"SELECT {TRANSACTION}, '{tracked.table}', {line}; RETURN NULL; END"
    )
    create = (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql '
        f"SET search_path FROM CURRENT AS $pc${body}$pc$",
        f'CREATE OR REPLACE TRIGGER "{name}" AFTER {op.upper()} ON "{tracked.table}" {rows} '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
        f'ALTER TABLE "{tracked.table}" ENABLE ALWAYS TRIGGER "{name}"',
    )
    return Trigger(name, tracked.table, create, _looks(ALWAYS, body))


def _looks(enabled: str, body: str) -> str:
    return f"{enabled} {body}"


def _row(tracked: Tracked, row: str, quote: Quote) -> str:
    parts = ", ".join(f"'{column}', {row}.{quote(column)}" for column in logged(tracked))
    return f"jsonb_build_object({parts})"


def _differs(columns: tuple[str, ...], quote: Quote) -> str:
    return " OR ".join(f"was.{quote(name)} IS DISTINCT FROM now.{quote(name)}" for name in columns)


def installed(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """The triggers that are there, by name."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED, [PREFIX])
        return {
            name: Trigger(name, table, (), _looks(enabled, body))
            for name, table, enabled, body in cursor.fetchall()
        }


def columns(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Every table's columns."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return set(cursor.fetchall())


def removal(trigger: Trigger) -> tuple[str, ...]:
    """What removes *trigger*."""
    return (
        f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"',
        f'DROP FUNCTION IF EXISTS "{trigger.name}"()',
    )
