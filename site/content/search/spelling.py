"""Words that are spelt otherwise than anything in the index, and what may be meant by them."""

from collections.abc import Iterable

from django.db import connection

from content.models import SearchWord
from content.search import database, words
from content.search.asking import Query, Wanted

SHORTEST, LONGEST = 4, 30  # letters of a word that is worth learning
LOOKED_AT = 40
AT_ONCE = 400


def learn(texts: Iterable[str]) -> None:
    """Know the words of *texts*, as they are written without their marks."""
    every_run = {run for text in texts for run in words.runs(text)}
    found = filter(_is_worth_it, every_run)
    known: set[str] = set()
    every = sorted(found)  # in one order: two who learn the same words must not wait for each other
    for begin in range(0, len(every), AT_ONCE):
        chunk = every[begin : begin + AT_ONCE]
        known.update(SearchWord.objects.filter(word__in=chunk).values_list("word", flat=True))
    new = [word for word in every if word not in known]
    if new:
        _put(new)
        for begin in range(0, len(new), AT_ONCE):
            learnt = SearchWord.objects.filter(word__in=new[begin : begin + AT_ONCE])
            database.dialect().learn(list(learnt.values_list("pk", "word")))


def _put(new: list[str]) -> None:
    # Plain SQL: an import brings fifty words a text, and an instance for each would cost more than the rest.
    table = connection.ops.quote_name(SearchWord._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (word) VALUES (%s) ON CONFLICT DO NOTHING",  # noqa: S608
            [(word,) for word in new],
        )


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
    if SearchWord.objects.filter(word=word).exists():
        return []
    candidates = database.dialect().words_like(word, LOOKED_AT)
    slips = {each: distance(word, each) for each in candidates if each[0] == word[0] or len(word) > SHORTEST}
    most = 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3
    near_enough = [each for each, slip in slips.items() if slip <= most]
    return sorted(near_enough, key=lambda each: (slips[each], each[0] != word[0], abs(len(each) - len(word))))


def distance(one: str, other: str) -> int:
    """The slips between two words: a letter too many, missing, wrong, or two that changed places.

    Source: the optimal string alignment distance (Damerau, 1964).
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            best = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and against == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, above = above, line
    return above[-1]
