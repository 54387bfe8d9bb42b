"""One commit's fence in Redis: raised just before COMMIT, lifted just after it, and written down in any case.

The line in the outbox is part of the transaction, so it can be seen exactly when the commit can be seen.
Whoever dies in between leaves it to the keeper, who vouches for no page before what it says was done.
"""

import logging
import time
import uuid
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import link, pauses, receipts, store, untold
from pagecache.consequences import Consequences
from pagecache.store import Ended

log = logging.getLogger(__name__)

OUTBOX = "pagecache_outbox"  # by name: an engine is loaded before any model
XID = "pg_current_xact_id()::text"
AGAIN = 0.05  # s between two tries


@dataclass
class Fence:
    """Lifted after COMMIT, dropped after a rollback, left alone when nobody knows which of them it was."""

    connection: BaseDatabaseWrapper
    txn: str
    tags: frozenset[str]
    is_epoch: bool
    is_written: bool = False
    is_raised: bool = False
    is_unasked: bool = False  # Redis was not even asked to raise it
    began: float = field(default_factory=time.monotonic)
    taken: Ended = field(default_factory=Ended)

    def write_down(self) -> str:
        """The line in the outbox; returns the transaction's number in the database. Raises DatabaseError."""
        is_numbered = self.connection.vendor == "postgresql"
        sql = f"INSERT INTO {OUTBOX} (txn, tags, is_epoch) VALUES (%s, %s, %s)"  # noqa: S608 - a constant
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"{sql} RETURNING {XID}" if is_numbered else sql,
                [self.txn, " ".join(self.tags), self.is_epoch],
            )
            self.is_written = True
            return str(cursor.fetchone()[0]) if is_numbered else "-"

    def raise_in_redis(self, xid: str) -> None:
        """Where that cannot be done the outbox's line alone keeps the promise."""
        fenced = self.tags | {store.EVERYTHING} if self.is_epoch else self.tags
        try:
            self.taken = store.hold(self.txn, fenced, xid)
            self.is_raised = True
        except link.Away as error:
            self.is_unasked = isinstance(error, link.Resting)
            log.warning("A commit could not be fenced: %s", error)

    def lift_after_commit(self) -> None:
        """Return when no reader can get what was before. Raises nothing: the commit stands already."""
        if not self.is_written:
            return
        try:
            self._lift()
        except Exception:
            log.exception("A commit stands, and its fence too; the keeper lifts it.")

    def _lift(self) -> None:
        pauses.at(pauses.COMMITTED)
        ended = self._end(time.monotonic())
        pauses.at(pauses.ENDED)
        if ended:
            receipts.note(self._both(ended), self.began)
        else:
            receipts.note_untold(self.began)
        pauses.at(pauses.WAITED)

    def _end(self, committed: float) -> Ended | None:
        """Tell Redis; None where it cannot be told, when nobody trusts its pages any more."""
        if self.is_unasked:
            untold.begin(self.txn, committed)
        while True:
            try:
                ended = store.end(self.txn, self.tags, self.is_epoch)
            except link.Away as error:
                if untold.is_trust_over(committed, self._is_in_outbox):
                    log.warning("Redis was not told of a commit; pages wait for the keeper: %s", error)
                    return None
                time.sleep(AGAIN)
            else:
                untold.over()
                return ended

    def _is_in_outbox(self, txn: str) -> bool:
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {OUTBOX} WHERE txn = %s", [txn])  # noqa: S608 - a constant
                found = cursor.fetchone()
            with self.connection.wrap_database_errors:
                self.connection.connection.commit()  # asking began a transaction, and this one is over
        except DatabaseError:
            return False
        return found is not None

    def _both(self, ended: Ended) -> Ended:
        """What the fence took before the commit, and what was left after it."""
        both = Ended(ended.seq, list(self.taken.purged), self.taken.count + ended.count)
        both.purged += ended.purged[: store.MOST_TOLD - len(both.purged)]
        return both

    def drop(self) -> None:
        """Nothing was committed."""
        if not self.is_written:
            return
        try:
            store.drop(self.txn, self.tags | {store.EVERYTHING})
        except link.Away:
            log.warning("A fence is left behind after a rollback; the keeper will see that it was one.")


def raise_before(connection: BaseDatabaseWrapper, consequences: Consequences) -> Fence:
    """The fence of what *connection* is about to commit; nothing where the site has no Redis for its pages.

    Raises DatabaseError when it cannot be written down.
    """
    fence = Fence(connection, uuid.uuid4().hex, consequences.tags, consequences.is_epoch)
    if not link.is_configured():
        return fence
    try:
        xid = fence.write_down()
        pauses.at(pauses.WRITTEN)
        fence.raise_in_redis(xid)
        pauses.at(pauses.HELD)
    except BaseException:
        fence.drop()  # there will be no commit
        raise
    return fence
