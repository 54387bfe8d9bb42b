"""What a check finds: how bad it is, what it is, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """*what* is wrong and how to *mend* it; where ``is_wrong`` is False it is only worth knowing."""

    what: str
    mend: str
    is_wrong: bool = True


Check = Callable[[], Iterator[Finding]]


def remark(what: str, mend: str) -> Finding:
    """A finding that stops nothing."""
    return Finding(what, mend, is_wrong=False)
