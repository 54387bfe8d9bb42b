"""The words of a text around what was looked for, with what was found marked."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from content.search import words
from content.search.asking import Query, Wanted
from content.search.prose import ASIDE, is_aside, prose_of

LENGTH = 220  # characters
BEFORE = 60  # of them before the first word that was found
LOOKED_AT = 16  # places of each word
MOST_FOLDED = 20_000  # characters: marks are taken away from no more than that
NEAR = 600  # characters before and behind a place: mostly enough to have prose for a snippet in them

OWN = re.compile(r"['’].*")

Piece = tuple[str, bool]  # some of the text, and whether it was looked for


class Sought(NamedTuple):
    """What is marked for a query: whole words, those that begin so, what stands in unspaced runs.

    Words of plain letters are told by their ``beginnings``; ``each`` is how each that is wanted begins.
    """

    whole: frozenset[str]
    open_ones: tuple[str, ...]
    unspaced: re.Pattern[str] | None
    beginnings: tuple[str, ...]
    each: tuple[str, ...]

    def has(self, term: str) -> bool:
        return term in self.whole or (bool(self.open_ones) and term.startswith(self.open_ones))


def sought(query: Query) -> Sought:
    """What ``marked`` and ``snippet`` look for in each text that *query* fits."""
    whole = frozenset(term for wanted in query.wanted for term in wanted.terms)
    unspaced = [words.plain(each.said) for each in query.wanted if words.is_unspaced(each.terms[0])]
    return Sought(
        whole=whole,
        open_ones=tuple(wanted.terms[-1] for wanted in query.wanted if wanted.is_open),
        unspaced=re.compile("|".join(map(re.escape, filter(None, unspaced)))) if any(unspaced) else None,
        beginnings=tuple(map(words.beginning, sorted(whole))),
        each=tuple(filter(None, map(_beginning, query.wanted))),
    )


def marked(text: str, looked_for: Sought) -> list[Piece]:
    """All of *text*, in pieces."""
    spans = list(_spans(text, looked_for))
    pieces: list[Piece] = []
    at = 0
    for begin, end in spans:
        pieces += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def snippet(text: str, looked_for: Sought) -> list[Piece]:
    """Two lines of *text* around the most of what was looked for; its beginning where nothing is there.

    They are of its prose, unless code, cells and headings have more of it.
    """
    at, is_beside = _best_place(text, looked_for.each)
    return _around(Cut(text, at) if is_beside else _prose_near(text, at), looked_for)


class Cut(NamedTuple):
    """Some of a text, a place in it, and whether there is more of the text before and behind."""

    text: str
    at: int
    has_before: bool = False
    has_behind: bool = False


def _prose_near(text: str, at: int) -> Cut:
    """The prose of *text*; of a long one no more than a snippet needs, if that is near."""
    first = text.rfind("\n", 0, max(0, at - NEAR)) + 1
    last = text.find("\n", at + NEAR)
    before, behind = prose_of(text[first:at]), prose_of(text[first:last]) if last > 0 else ""
    if len(behind) - len(before) >= LENGTH and (first == 0 or len(before) >= BEFORE):
        return Cut(behind, len(before), first > 0, has_behind=True)
    return Cut(prose_of(text) or text, len(prose_of(text[:at])))


def _around(cut: Cut, looked_for: Sought) -> list[Piece]:
    text = cut.text
    begin = max(0, cut.at - BEFORE)
    begin = _word_begins(text, begin)
    end = len(text) if begin + LENGTH >= len(text) else text.rfind(" ", begin + LENGTH // 2, begin + LENGTH)
    end = end if end > begin else min(len(text), begin + LENGTH)
    pieces = marked(text[begin:end].replace(ASIDE, "").replace("\n", " "), looked_for)
    before = [("… ", False)] if begin or cut.has_before else []
    behind = [(" …", False)] if end < len(text) or cut.has_behind else []
    return [*before, *pieces, *behind]


def _word_begins(text: str, at: int) -> int:
    if at == 0:
        return 0
    found = re.compile(r"\s").search(text, at, at + BEFORE // 2)
    return found.end() if found else at


def _best_place(text: str, each: tuple[str, ...]) -> tuple[int, bool]:
    """Where the most different words stand together, at the first such place; and whether it is no prose."""
    if len(text) > 2 * NEAR:
        found = sorted(_places(text[:NEAR].lower(), each))
        at, most = _fullest([place for place in found if not is_aside(text, place[0])], len(each))
        if most == len(each):
            return at, False
    return _best_place_of_all(text, each)


def _best_place_of_all(text: str, each: tuple[str, ...]) -> tuple[int, bool]:
    low = text.lower()
    found = sorted(_places(low, each))
    if not found and not words.is_of_plain_letters(text):
        low = words.plain(text[:MOST_FOLDED])
        found = sorted(_places(low, each))
    at, most = _fullest([place for place in found if not is_aside(low, place[0])], len(each))
    anywhere, more = _fullest(found, len(each)) if most < len(each) else (at, most)
    best = anywhere if more > most else at
    return best * len(text) // max(1, len(low)) if len(low) != len(text) else best, more > most


def _fullest(found: list[tuple[int, str]], most_there_are: int) -> tuple[int, int]:
    """The first of the places that are *found* with the most words behind it, and how many those are."""
    best, most = 0, 0
    for number, (at, _) in enumerate(found):
        together = len({said for place, said in found[number:] if place < at + LENGTH - BEFORE})
        if together > most:
            best, most = at, together
        if together == most_there_are:
            break
    return best, most


def _places(low: str, each: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Where words begin as those sought do: the first few places of each."""
    for begin in each:
        is_anywhere = words.is_unspaced(begin)
        at = low.find(begin)
        for _ in range(LOOKED_AT):
            if at < 0:
                break
            if at == 0 or is_anywhere or not low[at - 1].isalnum():
                yield at, begin
            at = low.find(begin, at + 1)


def _beginning(wanted: Wanted) -> str:
    if words.is_unspaced(wanted.terms[0]):
        return words.plain(wanted.said).split()[0] if wanted.said.strip() else wanted.terms[0]
    return words.beginning(wanted.terms[0])


def _spans(text: str, looked_for: Sought) -> Iterator[tuple[int, int]]:
    for run in _runs(text, looked_for):
        if words.is_unspaced(run[0]):
            yield from _inside(run, looked_for.unspaced)
        elif looked_for.has(_term(run[0])):
            yield run.span()


@lru_cache(maxsize=8192)
def _term(run: str) -> str:
    """What the index has of a word as it is written: most words of the texts are the same few."""
    return words.stem(OWN.sub("", words.plain(run)))


def _runs(text: str, looked_for: Sought) -> Iterator[re.Match[str]]:
    """The words of *text* that may be marked; most of plain letters are passed over at a look."""
    if words.is_of_plain_letters(text):
        places = sorted({at for begin in looked_for.beginnings for at in _begun(text.lower(), begin)})
        return filter(None, (words.RUN.match(text, at) for at in places))
    return words.RUN.finditer(text)


def _begun(low: str, begin: str) -> Iterator[int]:
    """Where words of *low* begin so; what stands behind an apostrophe in a word is no word."""
    at = low.find(begin)
    while at >= 0:
        before = low[max(0, at - 2) : at]
        if not before[-1:].isalnum() and not (before[-1:] in {"'", "’"} and before[0].isalnum()):
            yield at
        at = low.find(begin, at + 1)


def _inside(run: re.Match[str], unspaced: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    plain = words.plain(run[0]) if unspaced else ""
    if unspaced and len(plain) == len(run[0]):
        for found in unspaced.finditer(plain):
            yield run.start() + found.start(), run.start() + found.end()
