"""HTML of a part of a text, whose lines of the source move when the part does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, zip_longest

LINE = re.compile(r'(<[a-zA-Z][^\s>]*(?: [^\s=>"]+="[^"]*")*? data-line=")(\d+)')


@dataclass(frozen=True)
class Lined:
    """The HTML in `pieces`, and the line that stands between each two, counted from the part's first."""

    pieces: tuple[str, ...]
    lines: tuple[int, ...]

    @classmethod
    def read(cls, html: str, first: int) -> Lined:
        """HTML of a part that begins in line *first*."""
        parts = LINE.split(html)
        ends = tuple(before + head for before, head in zip(parts[:-1:3], parts[1::3], strict=True))
        return cls((*ends, parts[-1]), tuple(int(line) - first for line in parts[2::3]))

    def at(self, first: int) -> str:
        """The HTML of the same part where it begins in line *first*."""
        numbers = (str(line + first) for line in self.lines)
        return "".join(chain.from_iterable(zip_longest(self.pieces, numbers, fillvalue="")))

    def __len__(self) -> int:
        return sum(map(len, self.pieces))
