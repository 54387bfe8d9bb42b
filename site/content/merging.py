"""Two texts that grew from one are put together by paragraph; what both changed is told apart.

Nothing here knows where a text comes from. Paragraphs are what blank lines part.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

GAP = re.compile(r"(\n(?:[^\S\n]*\n)+)")  # the end of a line, and blank lines after it
USUAL_GAP = "\n\n"


@dataclass(frozen=True)
class Overlap:
    """A stretch that both changed, and not to the same: what it was, and what each made of it."""

    base: str
    mine: str
    theirs: str

    def settled(self, way: str) -> str:
        """What stands when it is settled by ``mine``, ``theirs``, ``both``, or ``stet`` (as it was)."""
        if way == "both":
            return USUAL_GAP.join(filter(None, (self.mine, self.theirs)))
        return {"mine": self.mine, "theirs": self.theirs, "stet": self.base}[way]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with the gap after it; None after the last one."""

    text: str
    gap: str | None


@dataclass(frozen=True)
class Merged:
    """A text put together: paragraphs and overlaps in their order, between what it begins and ends with."""

    begins: str
    pieces: tuple[Paragraph | Overlap, ...]
    ends: str

    @property
    def overlaps(self) -> list[Overlap]:
        return [piece for piece in self.pieces if isinstance(piece, Overlap)]

    def text(self, ways: Iterable[str] = ()) -> str:
        """The whole text, its overlaps settled by these *ways* in their order. Each needs one."""
        way = iter(ways)
        stretches = [
            (piece.settled(next(way)), None) if isinstance(piece, Overlap) else (piece.text, piece.gap)
            for piece in self.pieces
        ]
        return self.begins + _joined([each for each in stretches if each[0]]) + self.ends


def merge(base: str, mine: str, theirs: str) -> Merged:
    """*mine* and *theirs*, which both grew from *base*, as one text."""
    texts = (base, mine, theirs)
    began, ours, others = (_paragraphs(text) for text in texts)
    pieces = tuple(_pieces(began, _Side(began, ours), _Side(began, others)))
    begins, ends = either(*map(_beginning, texts)), either(*map(_ending, texts))
    return Merged(begins, pieces, ends)


def either(base: str, mine: str, theirs: str) -> str:
    """The one that was changed; where both were, the longer one, whoever asks."""
    if mine == base or theirs == base:
        return theirs if mine == base else mine
    return max(mine, theirs, key=lambda text: (len(text), text))


def _beginning(text: str) -> str:
    return text[: len(text) - len(text.lstrip("\n"))]


def _ending(text: str) -> str:
    return text[len(text.rstrip("\n")) :] if text.strip("\n") else ""


def _paragraphs(text: str) -> list[Paragraph]:
    if not text.strip("\n"):
        return []
    parts = GAP.split(text.strip("\n"))
    return [Paragraph(part, gap) for part, gap in zip(parts[::2], [*parts[1::2], None], strict=True)]


@dataclass(frozen=True)
class Change:
    """What stood from *start* to before *end* became *made*; an insertion where both are the same."""

    start: int
    end: int
    made: tuple[Paragraph, ...]


class _Side:
    """What one of the two made of the base."""

    def __init__(self, base: list[Paragraph], own: list[Paragraph]) -> None:
        self.changes: list[Change] = []
        self.kept: dict[int, Paragraph] = {}
        for tag, i1, i2, j1, j2 in _opcodes([each.text for each in base], [each.text for each in own]):
            if tag == "equal":
                self.kept |= zip(range(i1, i2), own[j1:j2], strict=True)
            elif i2 - i1 == j2 - j1:  # as many as before: one for one, so that neighbours stay apart
                self.changes += [
                    Change(i, i + 1, (own[j],)) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
                ]
            else:
                self.changes.append(Change(i1, i2, tuple(own[j1:j2])))

    def within(self, changes: Sequence[Change], start: int, end: int) -> list[Paragraph]:
        """The stretch from *start* to *end* with *changes* made."""
        made: list[Paragraph] = []
        for change in changes:
            made += [self.kept[place] for place in range(start, change.start)]
            made += change.made
            start = change.end
        return made + [self.kept[place] for place in range(start, end)]


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """difflib's opcodes; it is asked only about what differs, as it is slow on what is alike."""
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    rest = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
    ends = len(old) - tail, len(new) - tail
    yield "equal", 0, head, 0, head
    middle = SequenceMatcher(None, old[head : ends[0]], new[head : ends[1]], autojunk=False)
    for tag, *places in middle.get_opcodes():
        i1, i2, j1, j2 = (head + place for place in places)
        yield tag, i1, i2, j1, j2
    yield "equal", ends[0], len(old), ends[1], len(new)


def _pieces(base: list[Paragraph], mine: _Side, theirs: _Side) -> Iterator[Paragraph | Overlap]:
    place = 0
    for start, end, ours, others in _groups(mine.changes, theirs.changes):
        yield from _untouched(base, mine, theirs, place, start)
        yield from _grouped(
            base[start:end],
            *(
                side.within(changes, start, end) if changes else None
                for side, changes in ((mine, ours), (theirs, others))
            ),
        )
        place = end
    yield from _untouched(base, mine, theirs, place, len(base))


def _untouched(
    base: list[Paragraph], mine: _Side, theirs: _Side, start: int, end: int
) -> Iterator[Paragraph]:
    for place in range(start, end):
        kept = (each.gap or USUAL_GAP for each in (base[place], mine.kept[place], theirs.kept[place]))
        yield Paragraph(base[place].text, either(*kept))


def _groups(
    mine: list[Change], theirs: list[Change]
) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """The changes that touch the same stretch, by whose they are: its start and end, mine, theirs."""
    every = sorted(
        [(change, 0) for change in mine] + [(change, 1) for change in theirs],
        key=lambda each: (each[0].start, each[0].end),
    )
    group: tuple[list[Change], list[Change]] = ([], [])
    start = end = 0
    for change, side in every:
        if any(group) and not _touches(change, start, end):
            yield start, end, *group
            group = ([], [])
        start = min(start, change.start) if any(group) else change.start
        end = max(end, change.end) if any(group) else change.end
        group[side].append(change)
    if any(group):
        yield start, end, *group


def _touches(change: Change, start: int, end: int) -> bool:
    """Whether *change* reaches into the stretch before it. Side by side is apart; two insertions at one
    place are not."""
    return change.start < end or change.start == change.end == start == end


def _grouped(
    base: list[Paragraph], mine: list[Paragraph] | None, theirs: list[Paragraph] | None
) -> Iterator[Paragraph | Overlap]:
    if mine is None or theirs is None:
        yield from mine or theirs or []
    elif [each.text for each in mine] == [each.text for each in theirs]:
        yield from (
            Paragraph(ours.text, either("", ours.gap or "", others.gap or "") or None)
            for ours, others in zip(mine, theirs, strict=True)
        )
    else:
        yield Overlap(*(_joined([(each.text, each.gap) for each in side]) for side in (base, mine, theirs)))


def _joined(stretches: list[tuple[str, str | None]]) -> str:
    """The stretches with their gaps between them, and none at the end."""
    spaced = "".join(text + (gap or USUAL_GAP) for text, gap in stretches[:-1])
    return spaced + (stretches[-1][0] if stretches else "")
