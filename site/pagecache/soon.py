"""The next change by the clock, asked of the database once an epoch and not once a page."""

from datetime import datetime

from pagecache import hooks
from pagecache.store import Lease

NEVER = float("inf")
_known: tuple[str, float, float] = ("", 0.0, 0.0)


def next_change_ms(lease: Lease) -> float:
    """When (ms since 1970) public pages next change by themselves, after the lease's time.

    The answer can only change with a commit, hence with the epoch, or when that moment has come. A lease that
    was given while a commit was happening teaches nothing: its render may have seen rows that stay or go.
    """
    global _known
    epoch, since, until = _known
    if epoch == lease.epoch and since <= lease.ms < until:
        return until
    found = hooks.next_change(lease.now)
    until = _ms(found) if found else NEVER
    if not lease.refusal:
        _known = (lease.epoch, float(lease.ms), until)
    return until


def _ms(moment: datetime) -> float:
    return moment.timestamp() * 1000
