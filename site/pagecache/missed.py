"""Commits that Redis may not have been told of: those in the outbox, and those that went past the engine."""

from django.db import OperationalError, connection, transaction

from pagecache import changes, counters, identity, link, store
from pagecache.cdn import telling
from pagecache.models import Outbox

AT_ONCE = 500  # lines

Line = tuple[int, str, str, bool]  # number, transaction, tags, is_epoch


class OutboxReader:
    """Ends the commits in the outbox and removes their lines.

    Only lines that are there count, never the numbers between them: numbers commit out of order.
    """

    def __init__(self) -> None:
        self._told_here: set[str] = set()

    def read(self) -> None:
        """After it, Redis knows every commit that the outbox shows. Raises Away, DatabaseError."""
        lines: list[Line] = list(Outbox.objects.order_by("pk").values_list("pk", "txn", "tags", "is_epoch"))
        if not lines:
            return
        for _, txn, tags, is_epoch in _untold(lines):
            counters.count_purge(store.end(txn, frozenset(tags.split()), is_epoch).count)
            self._told_here.add(txn)
        identity.remember(lines[-1][0])
        self._remove(lines)

    def _remove(self, lines: list[Line]) -> None:
        """On SQLite an import may keep the lock for long, which must not stop the cache: lines can wait.

        Not those whose writers could not reach Redis. While such a line is there, its writer takes it that
        no page is trusted (``untold``), so nothing may be vouched for.
        """
        try:
            for start in range(0, len(lines), AT_ONCE):
                some = lines[start : start + AT_ONCE]
                with telling.handed_over(some):
                    Outbox.objects.filter(pk__in=[number for number, *_ in some]).delete()
        except OperationalError:
            if any(txn in self._told_here for _, txn, *_ in lines):
                raise
        else:
            self._told_here.clear()


def _untold(lines: list[Line]) -> list[Line]:
    """Those of *lines* whose end did not come to its own end; mostly none. Raises Away."""
    done = link.ask(lambda redis: redis.mget([f"pc:done:{txn}" for _, txn, *_ in lines]))
    return [line for line, is_done in zip(lines, done, strict=True) if not is_done]


def heed_outside() -> None:
    """Purge what was written from outside: by another program, or by Django past its engine.

    Its lines are made this transaction's own; the engine then does at its commit what it does at every one.
    Raises DatabaseError.
    """
    if not changes.are_waiting(connection):
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {changes.LOG} SET txn = {changes.TRANSACTION}")  # noqa: S608 - constants
        connection.is_dirty = True  # type: ignore[attr-defined]  # no statement told the engine
