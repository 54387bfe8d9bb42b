"""A memory of what was made lately, in this process and bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 4_000_000  # characters of all that is kept; a text of 30,000 words makes half a million


class Memory(Generic[T]):
    """Keeps things by key; those that were not asked for the longest go first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.size = 0
        self.kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self.lock = Lock()

    def holds(self, key: Hashable) -> bool:
        return key in self.kept

    def get(self, key: Hashable) -> T | None:
        """What is kept under *key*; None where it has gone."""
        with self.lock:
            if key not in self.kept:
                return None
            self.kept.move_to_end(key)
            return self.kept[key][0]

    def put(self, key: Hashable, thing: T, size: int) -> None:
        """Keep *thing*, which is so many characters long."""
        with self.lock:
            if key in self.kept or size > self.most:
                return
            self.kept[key] = thing, size
            self.size += size
            while self.size > self.most:
                self.size -= self.kept.popitem(last=False)[1][1]
