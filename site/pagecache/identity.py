"""Are Redis and the database still those that were together last, and did neither go back in time?

Kept pages are true for one Redis and one history of the database. Each remembers the other: the database has
Redis's run_id and a mark (``Standing``), Redis has the mark and the highest outbox number that it was told
(``pc:last``). A Redis that was restarted, emptied or replaced, a database that was restored, failed over or
exchanged: something does not agree, and every page goes.
"""

import logging
import uuid
from dataclasses import dataclass

from django.db import DatabaseError, connection

from pagecache import link, store
from pagecache.models import Outbox, Standing

log = logging.getLogger(__name__)

LAST = "pc:last"
LONGEST_BUILD = 100  # characters


@dataclass(frozen=True)
class Memory:
    """What the database remembers: Redis's ``run_id`` and the build of its pages, its own name, the mark."""

    run_id: str = ""
    name: str = ""
    build: str = ""
    mark: str = ""


def recognise(run_id: str) -> bool:
    """Make a new epoch unless Redis *run_id* and the database are as they were left; whether they were.

    Raises Away, DatabaseError.
    """
    memory, build = _remembered(), store.standing_build()
    strange = _what_is_strange(memory, run_id)
    if strange:
        log.warning("All kept pages go: %s.", strange)
        # First: what is written below says that it was made. The keeper may be of another build than those
        # who render, as when only one of them was restarted; so an emptied Redis gets the build that it had.
        store.new_epoch(memory.build)
        renew_mark(run_id)
    elif build is not None and build[:LONGEST_BUILD] != memory.build:
        renew_mark(run_id)
    return not strange


def _remembered() -> Memory:
    standing = Standing.objects.filter(pk=1).first()
    if standing is None:
        return Memory()
    name, _, rest = standing.identity.partition(" ")
    build, _, mark = rest.rpartition(" ")
    return Memory(standing.run_id, name, build, mark)


def _what_is_strange(memory: Memory, run_id: str) -> str:
    if not memory.mark:
        return "nothing is known of this database yet"
    if memory.run_id != run_id:
        return "Redis was restarted or is another one"
    if memory.name != _name_of_database():
        return "the database is another one, or has failed over"
    number, told_mark = _told()
    if told_mark != memory.mark:
        return "Redis or the database was emptied or restored"
    return "the database has gone back" if number > last_number() else ""


def _told() -> tuple[int, str]:
    """The highest outbox number that Redis was told, and the mark of the database that it was."""
    told = link.ask(lambda redis: redis.get(LAST))
    number, _, mark = (told or b"0 -").decode().partition(" ")
    return int(number), mark


def remember(number: int) -> None:
    """Redis was told all that the outbox had up to *number*; it is never lowered. Raises Away."""
    before, mark = _told()
    if number > before:
        _tell(number, mark)


def renew_mark(run_id: str) -> None:
    """Write down who is together now, under a mark that was never used before. Raises Away, DatabaseError.

    Done now and then as well: a database restored from before the last time is then known by it, whatever
    was written since.
    """
    mark, build = uuid.uuid4().hex, store.standing_build() or ""
    identity = f"{_name_of_database()} {build[:LONGEST_BUILD]} {mark}"
    Standing.objects.update_or_create(pk=1, defaults={"run_id": run_id, "identity": identity})
    _tell(last_number(), mark)


def _tell(number: int, mark: str) -> None:
    link.ask(lambda redis: redis.set(LAST, f"{number} {mark}"))


def _name_of_database() -> str:
    """What a server calls itself, and the branch of its history; a file has only its mark."""
    if connection.vendor != "postgresql":
        return connection.vendor
    timeline = _asked("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)")
    system = _asked("SELECT system_identifier::text FROM pg_control_system()")
    return f"{system}/{timeline}"


def _asked(sql: str) -> str:
    """What the server says, or "?" where it does not tell this role."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return str(cursor.fetchone()[0])
    except DatabaseError:
        if connection.connection is None or connection.connection.closed:
            raise
        return "?"


def last_number() -> int:
    """The highest number that the outbox has ever given. Raises DatabaseError."""
    table = Outbox._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value FROM {table}_id_seq")  # noqa: S608 - a constant
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    return int(found[0]) if found else 0
