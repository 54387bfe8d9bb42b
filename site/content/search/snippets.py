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

OWN = re.compile(r"['’].*")

Piece = tuple[str, bool]  # some of the text, and whether it was looked for


def marked(text: str, query: Query) -> list[Piece]:
    """All of *text*, in pieces."""
    spans = list(_spans(text, query))
    pieces: list[Piece] = []
    at = 0
    for begin, end in spans:
        pieces += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def snippet(text: str, query: Query) -> list[Piece]:
    """Two lines of *text* around the most of what was looked for; its beginning where nothing is there.

    They are of its prose, unless code, cells and headings have more of it.
    """
    at, is_beside = _best_place(text, _sought(query))
    if is_beside:
        return _around(text, at, query)
    return _around(prose_of(text) or text, len(prose_of(text[:at])), query)


def _around(text: str, at: int, query: Query) -> list[Piece]:
    begin = max(0, at - BEFORE)
    begin = _word_begins(text, begin)
    end = len(text) if begin + LENGTH >= len(text) else text.rfind(" ", begin + LENGTH // 2, begin + LENGTH)
    end = end if end > begin else min(len(text), begin + LENGTH)
    inner = text[begin:end].replace(ASIDE, "").replace("\n", " ")
    pieces = marked(inner, query)
    return [*([("… ", False)] if begin else []), *pieces, *([(" …", False)] if end < len(text) else [])]


def _word_begins(text: str, at: int) -> int:
    if at == 0:
        return 0
    found = re.compile(r"\s").search(text, at, at + BEFORE // 2)
    return found.end() if found else at


def _sought(query: Query) -> list[str]:
    """How the words begin that were looked for."""
    return [begin for wanted in query.wanted if (begin := _beginning(wanted))]


def _best_place(text: str, sought: list[str]) -> tuple[int, bool]:
    """Where the most different words stand together, at the first such place; and whether it is no prose."""
    low = text.lower()
    found = sorted(_places(low, sought))
    if not found and not text.isascii():
        low = words.plain(text[:MOST_FOLDED])
        found = sorted(_places(low, sought))
    at, most = _fullest([place for place in found if not is_aside(low, place[0])], len(sought))
    anywhere, more = _fullest(found, len(sought)) if most < len(sought) else (at, most)
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


def _places(low: str, sought: list[str]) -> Iterator[tuple[int, str]]:
    """Where words begin as those sought do: the first few places of each."""
    for begin in sought:
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


def _spans(text: str, query: Query) -> Iterator[tuple[int, int]]:
    to_mark = _to_mark(query)
    for run in _runs(text, to_mark):
        if words.is_unspaced(run[0]):
            yield from _inside(run, to_mark.unspaced)
        elif to_mark.has(_term(run[0])):
            yield run.span()


@lru_cache(maxsize=8192)
def _term(run: str) -> str:
    """What the index has of a word as it is written: most words of the texts are the same few."""
    return words.stem(OWN.sub("", words.plain(run)))


def _runs(text: str, to_mark: "ToMark") -> Iterator[re.Match[str]]:
    """The words of *text* that may be marked; most of plain letters are passed over at a look."""
    if text.isascii():
        places = sorted({at for begin in to_mark.beginnings for at in _begun(text.lower(), begin)})
        return filter(None, (words.RUN.match(text, at) for at in places))
    return words.RUN.finditer(text)


def _begun(low: str, begin: str) -> Iterator[int]:
    """Where words of *low* begin so; what stands behind an apostrophe in a word is no word."""
    at = low.find(begin)
    while at >= 0:
        before = low[max(0, at - 2) : at]
        if not before[-1:].isalnum() and not (before[-1:] == "'" and before[0].isalnum()):
            yield at
        at = low.find(begin, at + 1)


class ToMark(NamedTuple):
    """What is marked for a query: whole words, those that begin so, what stands in unspaced runs.

    Words of plain letters are told by their ``beginnings``.
    """

    whole: frozenset[str]
    open_ones: tuple[str, ...]
    unspaced: re.Pattern[str] | None
    beginnings: tuple[str, ...]

    def has(self, term: str) -> bool:
        return term in self.whole or (bool(self.open_ones) and term.startswith(self.open_ones))


@lru_cache(maxsize=16)
def _to_mark(query: Query) -> ToMark:
    whole = frozenset(term for wanted in query.wanted for term in wanted.terms)
    unspaced = [words.plain(each.said) for each in query.wanted if words.is_unspaced(each.terms[0])]
    return ToMark(
        whole=whole,
        open_ones=tuple(wanted.terms[-1] for wanted in query.wanted if wanted.is_open),
        unspaced=re.compile("|".join(map(re.escape, filter(None, unspaced)))) if any(unspaced) else None,
        beginnings=tuple(map(words.beginning, sorted(whole))),
    )


def _inside(run: re.Match[str], sought: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    plain = words.plain(run[0]) if sought else ""
    if sought and len(plain) == len(run[0]):
        for found in sought.finditer(plain):
            yield run.start() + found.start(), run.start() + found.end()
