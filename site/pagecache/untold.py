"""How long a commit waits that Redis cannot be told of: until nobody trusts Redis's pages any more.

The keeper vouches for pages for five seconds at a time, and not at all while it sees a line in the outbox
whose fence does not stand. So pages are trusted for five seconds after such a commit at most. An import
cannot wait as long for each of its commits, and need not: while its first one's line is there, no trust has
come back.
"""

import time
from collections.abc import Callable

VOUCHED = 5.0  # s that pages are trusted after the keeper's look
MARGIN = 0.1  # s for clocks that do not run alike

_first: tuple[str, float] | None = (
    None  # the first commit of this process that Redis knows nothing of, and when
)


def begin(txn: str, committed: float) -> None:
    """*txn* was committed at *committed* (``time.monotonic()``), and Redis was never asked for its fence."""
    global _first
    _first = _first or (txn, committed)


def over() -> None:
    """Redis was told of a commit."""
    global _first
    _first = None


def is_trust_over(committed: float, is_in_outbox: Callable[[str], bool]) -> bool:
    """Whether no page is trusted that is older than the commit at *committed*.

    ``is_in_outbox`` says whether a transaction's line is still there; the keeper removes lines before it
    vouches.
    """
    latest = time.monotonic() - VOUCHED - MARGIN
    if committed < latest:
        return True
    return _first is not None and _first[1] < latest and is_in_outbox(_first[0])
