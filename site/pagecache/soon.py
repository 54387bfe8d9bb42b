"""The next change by the clock, asked of the database seldom and not once a page."""

from datetime import datetime

from pagecache import hooks
from pagecache.store import Lease

NEVER = float("inf")
_known: tuple[str, str, float, float] = ("", "", 0.0, 0.0)


def next_change_ms(lease: Lease) -> float:
    """When (ms since 1970) public pages next change by themselves, after the lease's time.

    The answer changes with a new epoch, with a commit that says so (``Lease.clock``), or when that moment
    has come. A lease given while such a commit was happening teaches nothing: the answer may be the old one.
    """
    global _known
    epoch, clock, since, until = _known
    if (epoch, clock) == (lease.epoch, lease.clock) and since <= lease.ms < until:
        return until
    found = hooks.next_change(lease.now)
    until = _ms(found) if found else NEVER
    if not lease.refusal:
        _known = (lease.epoch, lease.clock, float(lease.ms), until)
    return until


def _ms(moment: datetime) -> float:
    return moment.timestamp() * 1000
