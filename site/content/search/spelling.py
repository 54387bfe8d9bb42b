"""Words that are spelt otherwise than anything in the index, and what may be meant by them."""

from itertools import takewhile

from django.db.models import QuerySet

from content.models import SearchWord
from content.prepared import prepared
from content.search import database, words
from content.search.asking import Query, Wanted

SHORTEST, LONGEST = 4, 30  # letters of a word that is worth learning
LOOKED_AT = 40


def learn(runs: set[str]) -> None:
    """Know the words *runs*, which are as they are written without their marks."""
    found = filter(_is_worth_it, runs)
    every = sorted(found)  # in one order: two who learn the same words must not wait for each other
    if every:
        database.dialect().learn(every)


def _is_worth_it(run: str) -> bool:
    return SHORTEST <= len(run) <= LONGEST and run.isalpha() and not words.is_unspaced(run)


def corrections(query: Query) -> dict[str, list[str]]:
    """For each word of *query* that nothing is spelt like: the nearest known words, if there are any."""
    found = {}
    for wanted in query.wanted:
        nearest = [] if wanted.is_phrase and len(wanted.terms) > 1 else near(wanted)
        if nearest:
            found[wanted.said] = nearest
    return found


def near(wanted: Wanted) -> list[str]:
    """The known words that are at most two slips away from *wanted*, the nearest first."""
    word = words.plain(wanted.said)
    if len(word) < SHORTEST or len(word) > LONGEST or not word.isalpha() or words.is_unspaced(word):
        return []
    if _known(word):
        return []
    most = 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3
    candidates = database.dialect().words_like(word, LOOKED_AT, most)
    likely = (each for each in candidates if _may_be(each, word, most))
    slips = {each: distance(word, each, most) for each in likely}
    near_enough = [each for each, slip in slips.items() if slip <= most]
    return sorted(near_enough, key=lambda each: (slips[each], each[0] != word[0], abs(len(each) - len(word))))


@prepared
def _known(word: str) -> QuerySet[SearchWord]:
    return SearchWord.objects.filter(word=word)


def _may_be(each: str, word: str, most: int) -> bool:
    """Whether *each* can be meant: told quickly by its letters; short words begin as they should."""
    return (each[0] == word[0] or len(word) > SHORTEST) and len(set(word) - set(each)) <= most


def distance(one: str, other: str, most: int) -> int:
    """The slips between two words: a letter too many, missing, wrong, or two that changed places.

    Of words that are more than *most* apart it says no more than that.
    Source: the optimal string alignment distance (Damerau, 1964).
    """
    one, other = _where_they_differ(one, other)
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            best = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and against == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        if min(line) > most and min(above) > most:
            return most + 1
        before, above = above, line
    return above[-1]


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """Two words without what both begin and both end with: no slip is there."""
    begin = _shared(one, other)
    one, other = one[begin:], other[begin:]
    end = _shared(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common before they differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
