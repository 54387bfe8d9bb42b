"""Waits until no nginx worker can answer with what was. Their own side is in ``edge/`` and lua/ack.lua."""

import time

from pagecache import link, store

LEASE = 1.0  # s; edges stop 0.05 s earlier, for clocks that do not run alike
SHORTEST, LONGEST = 0.0003, 0.005  # s between two questions


def wait(seq: int, since: float) -> None:
    """Return when every worker has applied *seq*, or when its lease is over in any case.

    Redis grants leases only to those that have applied the newest number, so one that is behind *seq* asked
    for its lease before *since* (``time.monotonic()`` after *seq* was told).
    """
    pause = SHORTEST
    while True:
        left = since + LEASE - time.monotonic()
        if _is_over(seq, left):
            return
        time.sleep(max(0.0, min(pause, left)))
        pause = min(pause * 1.5, LONGEST)


def _is_over(seq: int, left: float) -> bool:
    try:
        if not store.edges_behind(seq):
            return True
        if left <= 0:
            store.leave_behind(seq)  # stopped or dead; the next change need not wait for them
    except link.Away:
        pass  # a Redis that does not answer grants no lease either
    return left <= 0


def confirmed(seq: int) -> int:
    """How many workers have applied *seq*; 0 where Redis cannot say."""
    try:
        return store.edges() - store.edges_behind(seq)
    except link.Away:
        return 0


def known() -> int:
    """How many workers keep pages in memory now; 0 where Redis cannot say, or there is none."""
    if not link.is_configured():
        return 0
    try:
        return store.edges()
    except link.Away:
        return 0
