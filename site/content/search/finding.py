"""The answer to a query: what fits, the best first, with what it can be narrowed to and what may be meant."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice, product
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from content.models import Person, SearchEntry, Topic
from content.prepared import prepared
from content.search import database, snippets, spelling, words
from content.search.asking import Narrowing, Query, Wanted
from content.search.indexing import first_place_after
from content.search.marks import mark

LOOKED_AT = 200  # entries that are ranked and counted: all that fit, or the newest of them
IN_TITLES = 100  # those among them whose title fits, however old
A_PAGE = 10
MOST_OPTIONS = 8  # of one facet
MOST_TRIED = 6  # ways to spell a query


class Match(NamedTuple):
    """One entry that fits, as it is counted and ranked. ``score`` is the database's, more is better.

    ``is_in_title`` is the database's, where more fit than are looked at: all the words are in its title.
    """

    number: int
    place: int
    of: str
    year: int
    language: str
    topics: str
    authors: str
    title: str
    score: float
    is_in_title: bool


@dataclass(frozen=True)
class Option:
    """A way to narrow: its value in an address, how it is called, how many fit."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One result: the entry, its title and some of its text in pieces, and its topics' names."""

    entry: SearchEntry
    title: list[snippets.Piece]
    text: list[snippets.Piece]
    topics: list[str]


@dataclass(frozen=True)
class Found:
    """What was found for ``query``, which may be spelt otherwise than it was ``asked``.

    ``has_more`` says that more fit than were looked at; ``is_loose`` that nothing has all the words, so
    these have some of them.
    """

    asked: Query
    query: Query
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    has_more: bool = False
    is_loose: bool = False
    page: int = 1
    facets: dict[str, list[Option]] = field(default_factory=dict)

    @property
    def is_corrected(self) -> bool:
        return self.query.text != self.asked.text

    @property
    def first(self) -> int:
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.hits) - 1

    @property
    def is_last_page(self) -> bool:
        return self.page * A_PAGE >= self.total


def find(asked: Query, now: datetime, *, page: int = 1, as_spelt: bool = False) -> Found:
    """What readers may see at *now* that fits *asked*; with *as_spelt* no other spelling is tried."""
    if asked.is_empty:
        return Found(asked, asked)
    marks = _marks(asked.narrowing)
    if marks is None:
        return Found(asked, asked)
    query, matches, is_loose = _best(asked, marks, now, as_spelt=as_spelt)
    shown = _ranked(query, matches, is_loose=is_loose)[(page - 1) * A_PAGE : page * A_PAGE]
    topics = _counted(match.topics for match in matches)
    names = _called(_topics, {*dict(topics), *(number for match in shown for number in match.topics.split())})
    facets = _facets(matches, _named(topics, names))
    return Found(
        asked,
        query,
        _hits(shown, names, query),
        len(matches),
        len(matches) >= LOOKED_AT,
        is_loose,
        page,
        facets,
    )


def _marks(narrowing: Narrowing) -> list[str] | None:
    """The marks of what *narrowing* names; None where there is no such topic or author."""
    found = []
    for name, value in narrowing.items().items():
        if name in NAMED:
            number = NAMED[name].objects.filter(slug=value).values_list("pk", flat=True).first()
            if number is None:
                return None
            value = str(number)
        found.append(mark(name, value))
    return found


NAMED: dict[str, Any] = {"topic": Topic, "author": Person}


def _best(
    asked: Query, marks: list[str], now: datetime, *, as_spelt: bool
) -> tuple[Query, list[Match], bool]:
    """All words; else all words as they may be meant; else some of them."""
    matches = _matching(asked, marks, now)
    if matches or as_spelt:
        return asked, matches, False
    spellings = list(_spellings(asked))
    for query in spellings:
        matches = _matching(query, marks, now)
        if matches:
            return query, matches, False
    query = spellings[0] if spellings else asked
    return query, _matching(_loosened(query), marks, now, any_word=True), True


def _spellings(asked: Query) -> Iterable[Query]:
    """*asked* with its unknown words as known ones, the likeliest first."""
    corrections = spelling.corrections(asked)
    if not corrections:
        return ()
    choices = product(*(nearest[:3] for nearest in corrections.values()))
    return (
        asked.with_words(dict(zip(corrections, choice, strict=True)))
        for choice in islice(choices, MOST_TRIED)
    )


def _loosened(query: Query) -> Query:
    """*query* with what has to stand together parted."""
    parted = (Wanted((term,), term) for each in query.wanted for term in each.terms)
    return replace(query, wanted=tuple(islice(dict.fromkeys(parted), 40)))


def _matching(query: Query, marks: list[str], now: datetime, *, any_word: bool = False) -> list[Match]:
    """What fits, the newest first."""
    if query.is_empty:
        return []
    before = first_place_after(now)
    rows = database.dialect().matching(query, marks, before, now, LOOKED_AT, IN_TITLES, any_word=any_word)
    return sorted(map(Match._make, rows), key=attrgetter("place"), reverse=True)


def _ranked(query: Query, matches: list[Match], *, is_loose: bool) -> list[Match]:
    """Whole titles first, then all words in the title, then by score; the fresher where it is even."""
    best = max((match.score for match in matches), default=1.0) or 1.0
    titled = set() if is_loose else _titled(query, matches)
    said = words.terms(query.text)

    def order(match: Match) -> float:
        worth = round(match.score / best, 1)  # at most 1
        if match.number not in titled:
            return -worth
        return -worth - (4 if words.terms(match.title) == said else 2)

    return sorted(matches, key=order)


def _titled(query: Query, matches: list[Match]) -> set[int]:
    """Which of *matches* have all the words in their title, by their numbers."""
    if len(matches) >= LOOKED_AT:
        return {match.number for match in matches if match.is_in_title}
    beginnings = [words.beginning(term) for each in query.wanted for term in each.terms]
    return {match.number for match in matches if _is_in_title(query, match.title, beginnings)}


def _is_in_title(query: Query, title: str, beginnings: list[str]) -> bool:
    """Whether all the words, which begin so, are in *title*."""
    low = title.lower()
    # A quick look, since most of the titles are of texts that have the words elsewhere.
    if words.is_of_plain_letters(title) and not all(beginning in low for beginning in beginnings):
        return False
    terms = words.terms(title)
    return all(_is_among(terms, each) for each in query.wanted)


def _is_among(terms: list[str], wanted: Wanted) -> bool:
    last = wanted.terms[-1]
    is_last = any(term.startswith(last) for term in terms) if wanted.is_open else last in terms
    return is_last and all(term in terms for term in wanted.terms[:-1])


def _hits(matches: list[Match], names: dict[str, tuple[str, str]], query: Query) -> list[Hit]:
    entries = {entry.pk: entry for entry in _entries([match.number for match in matches])} if matches else {}
    found = [entries[match.number] for match in matches if match.number in entries]
    sought = snippets.sought(query)
    return [_hit(entry, names, sought) for entry in found]


@prepared
def _entries(numbers: list[int]) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(pk__in=numbers)


def _hit(entry: SearchEntry, names: dict[str, tuple[str, str]], sought: snippets.Sought) -> Hit:
    topics = [names[number][1] for number in entry.topics.split() if number in names]
    summary = snippets.marked(entry.summary, sought)
    has_found = any(is_sought for _, is_sought in summary)
    text = summary if has_found else snippets.snippet(entry.text, sought)
    if not any(is_sought for _, is_sought in text):
        text = summary or text
    return Hit(entry, snippets.marked(entry.title, sought), text, topics)


def _called(rows: Callable[[list[int]], list[Any]], numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Slug and name of *rows*, by their numbers as text."""
    wanted = sorted({int(number) for number in numbers})
    return {str(row.pk): (row.slug, row.name) for row in (rows(wanted) if wanted else ())}


@prepared
def _topics(numbers: list[int]) -> QuerySet[Topic]:
    return Topic.objects.filter(pk__in=numbers).only("slug", "name")


@prepared
def _people(numbers: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=numbers).only("slug", "name")


def _facets(matches: list[Match], topics: list[Option]) -> dict[str, list[Option]]:
    """What the matches can be narrowed to, the most frequent first; years from the newest."""
    authors = _counted(match.authors for match in matches)
    years = Counter([match.year for match in matches])
    newest = sorted(years, reverse=True)[:MOST_OPTIONS]
    return {
        "kind": _options(Counter([match.of for match in matches])),
        "topic": topics,
        "author": _named(authors, _called(_people, dict(authors))),
        "year": [Option(str(year), str(year), years[year]) for year in newest],
        "language": _options(Counter([match.language for match in matches])),
    }


def _counted(numbers: Iterable[str]) -> list[tuple[str, int]]:
    """The numbers that stand most often in these texts, and how often."""
    return Counter(" ".join(numbers).split()).most_common(MOST_OPTIONS)


def _options(counts: "Counter[str]") -> list[Option]:
    return [Option(value, value, count) for value, count in counts.most_common(MOST_OPTIONS)]


def _named(counted: list[tuple[str, int]], names: dict[str, tuple[str, str]]) -> list[Option]:
    return [Option(*names[number], count) for number, count in counted if number in names]
