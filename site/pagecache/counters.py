"""What became of requests and pages in this process, by outcome and reason."""

from collections import Counter
from threading import Lock

_counts: Counter[str] = Counter()
_lock = Lock()


def count(outcome: str) -> None:
    """One more of *outcome*, one of a few fixed words."""
    with _lock:
        _counts[outcome] += 1


def totals() -> dict[str, int]:
    """All counts since the process began."""
    with _lock:
        return dict(_counts)
