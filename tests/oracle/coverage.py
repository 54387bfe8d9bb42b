"""Which writes have met which fault at which step, and which are to meet next."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import NamedTuple

from pagecache import pauses
from tests.oracle.behind import BEHIND
from tests.oracle.faults import FAULTS
from tests.oracle.outside import OUTSIDE
from tests.oracle.verbs import VERBS

WRITES = VERBS | BEHIND | OUTSIDE
OTHERS = 20


class Cell(NamedTuple):
    """One write, with one fault at one step."""

    write: str
    fault: str
    step: str


def cells() -> list[Cell]:
    """Every one that there can be."""
    return [Cell(write, fault, step) for write in WRITES for fault in FAULTS for step in steps(write, fault)]


def steps(write: str, fault: str) -> tuple[str, ...]:
    """Where *fault* can happen to *write*: a write from outside has no steps, nor has a rollback."""
    found = FAULTS[fault]
    if write in OUTSIDE:
        return () if found.is_the_writers else pauses.READERS
    if write in {"alters a table", "migrates"} and fault == "rolled back":
        return ()  # SQLite builds no table anew within a transaction
    return (*pauses.READERS, *found.steps)


class Part(NamedTuple):
    """The *number*-th of as many parts of all cells; by them a long run can be had in several sittings."""

    number: int
    of: int

    @classmethod
    def asked(cls) -> "Part":
        """The one that ORACLE_PART names as ``2/5``; else the whole."""
        number, _, of = os.environ.get("ORACLE_PART", "1/1").partition("/")
        return cls(int(number), int(of))


class Deck:
    """Deals the cells of a part, those not met yet first.

    Hypothesis makes most examples of parts of earlier ones. If the numbers said which cells they get, the
    same cells would come again and half of them never. Once something ``is_found`` the numbers do say so: it
    plays the example again to be sure, and a step left out then does not change what the others do.

    Of the slow ones a short run deals only some. ORACLE_ONLY is a regular expression for those wanted, each
    as ``write | fault | step``.
    """

    def __init__(self, *, slow: int | None, part: Part) -> None:
        only = os.environ.get("ORACLE_ONLY", "")
        mixed = [cell for cell in cells() if re.search(only, " | ".join(cell))]
        Random(20261121).shuffle(mixed)
        quick = [cell for cell in mixed if not FAULTS[cell.fault].is_slow]
        rare = [cell for cell in mixed if FAULTS[cell.fault].is_slow][:slow]
        chosen = quick + rare
        Random(20261122).shuffle(chosen)
        self.all = chosen[part.number - 1 :: part.of]
        self.waiting: list[Cell] = []
        self.quick = quick
        self.dealt: dict[int, Cell] = {}  # by the numbers of an example so far
        self.latest: dict[int, Cell] = {}  # by its last number alone
        self.past = 0
        self.is_found = False
        self.met: Counter[Cell] = Counter()

    def begin(self) -> None:
        """An example begins."""
        self.past = 0

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Whatever fails meanwhile is found."""
        try:
            yield
        except Exception:
            self.is_found = True
            raise

    def deal(self, number: int) -> Cell:
        """The cell of *number*, after those that the example has had."""
        self.past = hash((self.past, number))
        if not self.is_found:
            self.dealt[self.past] = self.latest[number] = self._next(number)
        elif self.past not in self.dealt:
            self.dealt[self.past] = self.latest.get(number) or self._next(number)
        return self.dealt[self.past]

    def _next(self, number: int) -> Cell:
        """One of those not met; after all were dealt once others lie among them, or one that cannot be met
        would be dealt for ever."""
        if not self.waiting:
            random = Random(number)
            others = random.choices(self.quick, k=OTHERS) if self.met else []
            self.waiting = self.unmet() + others
            random.shuffle(self.waiting)
        return self.waiting.pop()

    def meet(self, cell: Cell) -> None:
        """It has happened."""
        self.met[cell] += 1

    def unmet(self) -> list[Cell]:
        return [cell for cell in self.all if not self.met[cell]]

    def table(self) -> str:
        """How often each write met each fault, and at how many of the steps that there are for the two."""
        names = {fault: fault.split()[-1][:9] for fault in FAULTS}
        lines = [f"{'':34}" + "".join(f"{name:>12}" for name in names.values())]
        lines += [f"{write:34}" + "".join(self._entry(write, fault) for fault in FAULTS) for write in WRITES]
        lines += ["", f"{'':34}" + "".join(f"{name:>12}" for name in names.values())]
        lines += [f"{step:34}" + "".join(self._at(step, fault) for fault in FAULTS) for step in _every_step()]
        return "\n".join(lines)

    def _entry(self, write: str, fault: str) -> str:
        there = [self.met[Cell(write, fault, step)] for step in steps(write, fault)]
        if not there:
            return f"{'·':>12}"
        return f"{f'{sum(there)} {sum(map(bool, there))}/{len(there)}':>12}"

    def _at(self, step: str, fault: str) -> str:
        there = [cell for cell in self.all if cell.step == step and cell.fault == fault]
        return f"{sum(self.met[cell] for cell in there) if there else '·':>12}"


def _every_step() -> Iterable[str]:
    return (*pauses.READERS, *pauses.WRITERS)
