"""What differs between two versions of a text, word by word. Nothing here knows where they come from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from unicodedata import category

from content.markdown.counting import count_words

NEAR = 24  # unchanged words that are shown around a change
LONGEST = 20_000  # characters of a changed stretch; a longer one would take seconds to compare by word
OPENING = ("Ps", "Pi")  # brackets and quotation marks, as Unicode sorts them


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is ``same``, ``in`` (new), ``out`` (gone) or ``skip`` (unchanged, not shown).

    The last may be ``more``: that so many words changed besides.
    """

    kind: str
    text: str

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def clings(self) -> bool:
        """Whether it stands right behind what is before it, as a comma does and a word does not."""
        first = self.text[:1] or " "
        return not first.isalnum() and category(first) not in OPENING


@dataclass(frozen=True)
class Difference:
    """One part of a text that differs, under its name."""

    label: str
    pieces: list[Piece]

    @property
    def words_in(self) -> int:
        return sum(piece.words for piece in self.pieces if piece.kind == "in")

    @property
    def words_out(self) -> int:
        return sum(piece.words for piece in self.pieces if piece.kind == "out")


def words(old: str, new: str) -> list[Piece]:
    """How *old* became *new*: by line first, and word by word within what changed."""
    return joined(_by_line(old.splitlines(keepends=True), new.splitlines(keepends=True)))


def _by_line(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "replace" and len(before) + len(after) < LONGEST:
            yield from _by_word(_parts(before), _parts(after))
        else:
            yield from _pieces(tag, before, after)


def _by_word(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from _pieces(tag, "".join(old[i1:i2]), "".join(new[j1:j2]))


def _parts(text: str) -> list[str]:
    """Words with the space after them, marks, and single signs of scripts that part no words."""
    return re.findall(
        r"[^\W_\u3040-\u30ff\u3400-\u9fff]+\s*|[\u3040-\u30ff\u3400-\u9fff]|\s+|[^\w\s]\s*|_", text
    )


def _pieces(tag: str, before: str, after: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("same", before)
        return
    kept = _space_after(before, after)
    if before:
        yield Piece("out", before.removesuffix(kept))
    if after:
        yield Piece("in", after.removesuffix(kept))
    if kept:
        yield Piece("same", kept)


def _space_after(before: str, after: str) -> str:
    """The space that follows both: it did not change, and is not to be struck out."""
    space = before[len(before.rstrip()) :]
    return space if after.endswith(space) and after.strip() and before.strip() else ""


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """*pieces* with neighbours of one kind made one."""
    return [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby(pieces, key=lambda piece: piece.kind)
    ]


def shortened(pieces: list[Piece]) -> list[Piece]:
    """*pieces* with long unchanged stretches left out but for the words next to a change."""
    short: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.kind == "same":
            short += _near(piece.text, is_first=place == 0, is_last=place == len(pieces) - 1)
        else:
            short.append(piece)
    return short


def _near(text: str, *, is_first: bool, is_last: bool) -> list[Piece]:
    parts = re.findall(r"\s*\S+\s*", text)
    if len(parts) <= 2 * NEAR:
        return [Piece("same", text)]
    before = [] if is_first else [Piece("same", "".join(parts[:NEAR]))]
    after = [] if is_last else [Piece("same", "".join(parts[-NEAR:]))]
    left_out = len(parts) - NEAR * (len(before) + len(after))
    return [*before, Piece("skip", str(left_out)), *after]
