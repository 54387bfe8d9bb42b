"""Fences whose writers are gone: killed between the fence and its end.

A fence is abandoned when its transaction is over and nobody has ended it: never by its age alone, for a
COMMIT may wait for minutes. What became of the transaction its outbox row tells, which was written with it.
"""

from collections.abc import Mapping

from django.db import DataError, OperationalError, connection, transaction

from pagecache import store
from pagecache.models import Outbox

OLD = 1_000_000  # µs; a writer that lives has ended or dropped its fence long before
UNKNOWN = "-"

Hold = tuple[int, str, frozenset[str]]


def release_abandoned() -> None:
    """End the old fences whose commits the database shows, drop those it will never show.

    Raises Away, DatabaseError.
    """
    newest = store.redis_time_ms() * 1000 - OLD
    old = {txn: hold for txn, hold in store.holds().items() if hold[0] < newest}
    if not old:
        return
    over = _those_over(old)
    committed = dict(Outbox.objects.filter(txn__in=over).values_list("txn", "is_epoch"))
    for txn in over:
        tags = old[txn][2]
        if txn in committed:
            store.end(txn, tags, committed[txn])
        else:
            store.drop(txn, tags)


def _those_over(holds: Mapping[str, Hold]) -> list[str]:
    """The fences of *holds* whose transactions have ended, one way or the other."""
    if connection.vendor == "postgresql":
        return [txn for txn, (_, xid, _) in holds.items() if _is_over(xid)]
    return list(holds) if _nobody_writes() else []


def _is_over(xid: str) -> bool:
    """Whether PostgreSQL's transaction *xid* has ended; one that it has forgotten has."""
    if xid == UNKNOWN:  # another database's, that stood here before
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_xact_status(%s::text::xid8)", [xid])
            return bool(cursor.fetchone()[0] != "in progress")
    except DataError:  # a number it has not given yet: the server before a failover gave it, and it was lost
        return True


def _nobody_writes() -> bool:
    """Whether the write lock could be had: on SQLite, whoever raised a fence holds it until the end."""
    try:
        with transaction.atomic():
            # A statement that writes takes the lock in every mode, also when it finds no row.
            Outbox.objects.filter(pk=-1).update(txn="")
    except OperationalError:
        return False
    return True
