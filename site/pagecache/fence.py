"""One commit's fence in Redis; where Redis cannot be told, a line in the outbox of the same transaction."""

import logging
import uuid
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import link, store

log = logging.getLogger(__name__)

OUTBOX = "pagecache_outbox"  # by name: an engine is loaded before any model


@dataclass
class Fence:
    """Raised just before COMMIT; lifted after it, or dropped after a rollback."""

    txn: str
    is_raised: bool = False
    is_written_down: bool = False

    def lift_after_commit(self, connection: BaseDatabaseWrapper) -> None:
        """Make a new epoch. The commit stands already, so nothing is raised.

        Where Redis is away, the fence that it may still have or the outbox's line makes up for it later.
        """
        if not (self.is_raised or self.is_written_down):
            return
        try:
            store.end(self.txn)
        except link.Away:
            log.warning("Redis was not told of a commit; kept pages wait for the next look at the outbox.")

    def drop(self) -> None:
        """Nothing was committed."""
        if not (self.is_raised or self.is_written_down):
            return
        try:
            store.drop(self.txn)
        except link.Away:
            log.warning("A fence is left behind after a rollback; it goes by itself within a minute.")


def raise_before(connection: BaseDatabaseWrapper) -> Fence:
    """The fence of the transaction that *connection* is about to commit.

    Raises DatabaseError, and nothing else, when neither Redis nor the outbox can be told.
    """
    fence = Fence(uuid.uuid4().hex)
    if not link.is_configured():
        return fence
    try:
        store.hold(fence.txn)
        fence.is_raised = True
    except link.Away:
        fence.is_written_down = _write_down(connection, fence.txn)
    return fence


def _write_down(connection: BaseDatabaseWrapper, txn: str) -> bool:
    with connection.cursor() as cursor:
        # Before the first migrate there is no outbox, and no page either.
        if OUTBOX not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"INSERT INTO {OUTBOX} (txn) VALUES (%s)", [txn])  # noqa: S608 - a constant
    return True
