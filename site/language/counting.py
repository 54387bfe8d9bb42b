"""Words that go with a number."""

from collections.abc import Callable
from dataclasses import dataclass


def _one_or_many(n: int) -> int:
    return int(n != 1)


@dataclass(frozen=True)
class Counted:
    """One form for each class of numbers that a language tells apart; *rule* says which a number is of."""

    forms: tuple[str, ...]
    rule: Callable[[int], int] = _one_or_many

    def of(self, n: int) -> str:
        """The form that goes with *n*."""
        return self.forms[self.rule(n)]


def counted(one: str, many: str) -> Counted:
    """The English words for one, and for any other number."""
    return Counted((one, many))
