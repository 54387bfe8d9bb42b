"""The index on PostgreSQL: tsvectors in a narrow table, found by GIN; known words by pg_trgm where it is.

The words are put into the tsvector as they are, with weights A (title) to D (body). GIN knows no weights, so
a word of the title stands in it a second time behind a private sign. Such a vector is too long to be read for
each of the entries that are ranked, so a short one stands beside it, of the words that tell most.
"""

import heapq
import time
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from content.search.asking import COMMON, Query, Wanted
from content.search.marks import mark

TABLE = "content_searchterms"
CREATE = (
    f"CREATE TABLE {TABLE} (place bigint PRIMARY KEY, terms tsvector NOT NULL)",
    # Out of the rows: most of a search looks at places only.
    f"ALTER TABLE {TABLE} ALTER COLUMN terms SET STORAGE EXTERNAL",
    # Without a list of what is yet to be put in: a search would have to read it.
    f"CREATE INDEX content_searchterms_terms ON {TABLE} USING gin (terms) WITH (fastupdate = off)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
RANKED, FIND = "content_searchranked", "content_searchfound"
CREATE_RANKED = f"CREATE TABLE {RANKED} (place bigint PRIMARY KEY, terms tsvector NOT NULL)"
DROP_RANKED = f"DROP TABLE IF EXISTS {RANKED}"
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
EXTENSION_INDEX = (
    "CREATE INDEX IF NOT EXISTS content_searchword_like ON content_searchword USING gin (word gin_trgm_ops)"
)

HAS_TRIGRAMS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"

IN_TITLE = "\ue001"
LAST_POSITION = 16_383  # PostgreSQL's own limit, and 256 positions a word
GAP = 5  # between columns: nothing stands together across them
TELLING, TIMES = 60, 4  # words of a body that rank it, and how often one is counted: more changes no rank
PHRASES_LOOKED_AT = 500  # the newest with all words of a phrase; whether they stand together is read in each
FUNCTIONS = Path(__file__).with_name("found.sql").read_text(encoding="utf-8")
DROP_FUNCTIONS = """
    DO $$ DECLARE made regprocedure; BEGIN  -- an older release's too, which are handed less
        FOR made IN SELECT oid FROM pg_proc WHERE proname ~ '^content_search(found|places)$' LOOP
            EXECUTE 'DROP FUNCTION ' || made;
        END LOOP;
    END $$"""
FOUND = f"SELECT * FROM {FIND}({', '.join(['%s'] * 13)})"  # noqa: S608
NEWEST, MOST_YEARS, KNOWN_FOR = 2000, 10, 300.0  # entries, years that have so many, seconds
YEAR_OF = "SELECT year FROM content_searchentry ORDER BY place DESC OFFSET %s LIMIT 1"
# Those that are there are left out beforehand: each try to put one in would use up a number.
KNOW = """
    INSERT INTO content_searchword (word)
    SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS said (word, place)
    WHERE NOT EXISTS (SELECT FROM content_searchword AS known WHERE known.word = said.word)
    ORDER BY place
    ON CONFLICT DO NOTHING"""


def enable_trigrams() -> bool:
    """Make pg_trgm and its index, where we may; False where misspelt words are found without it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(EXTENSION)
            cursor.execute(EXTENSION_INDEX)
    except DatabaseError:
        return False
    return True


def write(placed: list[tuple[int, Any]]) -> None:
    """Put the words of entries at their places."""
    found = [(place, places_of(terms), terms) for place, terms in placed]
    _put(TABLE, [(place, vector(at, terms)) for place, at, terms in found])
    _put(RANKED, [(place, telling(at)) for place, at, _ in found])


def _put(table: str, rows: list[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (place, terms) VALUES (%s, %s::tsvector) "  # noqa: S608
            "ON CONFLICT (place) DO UPDATE SET terms = EXCLUDED.terms",
            rows,
        )


def remove(places: list[int]) -> None:
    """Take the words of entries away."""
    with connection.cursor() as cursor:
        for table in (TABLE, RANKED):
            cursor.execute(f"DELETE FROM {table} WHERE place = ANY(%s)", [places])  # noqa: S608


def clear() -> None:
    """Take all words away."""
    with connection.cursor() as cursor:
        for table in (TABLE, RANKED):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def places_of(terms: Any) -> dict[str, list[str]]:
    """Where each word of an entry stands in it, with its weight: ``{"letter": ["2A", "17"]}``."""
    found: dict[str, list[str]] = {}
    at = 0
    columns = (
        (terms.title, "A"),
        (terms.names, "B"),
        (terms.summary, "C"),
        (terms.body, ""),
        (terms.also, ""),
    )
    for column, weight in columns:
        for term in column:
            at = min(at + 1, LAST_POSITION)
            found.setdefault(term, []).append(f"{at}{weight}")
        at += GAP
    return found


def vector(places: dict[str, list[str]], terms: Any) -> str:
    """The words of an entry as PostgreSQL reads a tsvector. No word has a quotation mark in it."""
    said = [f"'{term}':{','.join(found[:255])}" for term, found in places.items()]
    unplaced = [*terms.marks, *(f"{IN_TITLE}{term}" for term in terms.title)]
    return " ".join([*said, *(f"'{term}'" for term in dict.fromkeys(unplaced))])


def telling(places: dict[str, list[str]]) -> str:
    """Of the words of an entry those that rank it: all before the body, and the most frequent in it."""
    head = [term for term, found in places.items() if not found[0].isdigit()]
    of_body = {
        term: len(found) for term, found in places.items() if found[0].isdigit() and term not in COMMON
    }
    most = heapq.nlargest(TELLING, of_body, key=of_body.__getitem__)
    return " ".join(f"'{term}':{','.join(places[term][:TIMES])}" for term in (*head, *most))


def matching(
    query: Query, marks: list[str], before: int, now: datetime, most: int, in_titles: int, *, any_word: bool
) -> list[tuple[Any, ...]]:
    """The newest *most* entries that *query* fits, from *before* (a place) back, each with its score.

    Where there may be more, the newest *in_titles* that it fits in the title are among them, and say so.
    """
    has_phrases = any(len(each.terms) > 1 for each in (*query.wanted, *query.unwanted))
    parted, titled = (
        expression(query, marks, in_title=in_title, any_word=any_word, together=False)
        for in_title in (False, True)
    )
    together = expression(query, [], in_title=False, any_word=any_word) if has_phrases else None
    words = " | ".join(f"({_said(each, '', together=False)})" for each in query.wanted)
    # Which of many words an entry has is worth reading all of it. Of two it has one: no entry has both.
    by_all = any_word and len(query.wanted) > 2
    whole = _whole(query, marks) if not any_word else (None, None)
    asked = (parted, titled, *whole, _newest_years(), together, words, by_all)
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [*asked, before, now, PHRASES_LOOKED_AT, most, in_titles])
        return list(cursor.fetchall())


def _whole(query: Query, marks: list[str]) -> tuple[str | None, str | None]:
    """*query* of whole words, anywhere and in a title; None where it is of such.

    Phrases are not looked at twice.
    """
    if query.whole == query or any(len(each.terms) > 1 for each in query.wanted):
        return None, None
    anywhere, titled = (
        expression(query.whole, marks, in_title=in_title, any_word=False, together=False)
        for in_title in (False, True)
    )
    return anywhere, titled


def _newest_years() -> str | None:
    """The years of the newest entries, as words; None where all entries are of few years, or few.

    It may be out of date: then more or fewer years than need be are looked at first, and nothing is missed.
    """
    years = _years_at(int(time.monotonic() / KNOWN_FOR))
    return " | ".join(f"'{mark('year', year)}'" for year in years) or None


@lru_cache(maxsize=1)
def _years_at(_: int) -> range:
    with connection.cursor() as cursor:
        found = [row[0] for at in (NEWEST, 0) for row in _all(cursor, YEAR_OF, at)]
    if len(found) < 2 or found[1] - found[0] >= MOST_YEARS:
        return range(0)
    return range(found[0], found[1] + 1)


def _all(cursor: Any, sql: str, *given: object) -> list[Any]:
    cursor.execute(sql, given)
    return list(cursor.fetchall())


def _pass_settings(cursor: Any) -> None:
    """On to the rows of a query before which settings stand."""
    while cursor.nextset():
        pass


def expression(
    query: Query, marks: list[str], *, in_title: bool, any_word: bool, together: bool = True
) -> str:
    """*query* as PostgreSQL reads a tsquery; without *together* phrases are only their words."""
    prefix = IN_TITLE if in_title else ""
    join = " | " if any_word else " & "
    wanted = join.join(f"({_said(each, prefix, together=together)})" for each in query.wanted)
    unwanted = [f"!({_said(each, '')})" for each in query.unwanted if together or len(each.terms) == 1]
    return " & ".join([f"({wanted})", *(f"'{each}'" for each in marks), *unwanted])


def _said(wanted: Wanted, prefix: str, *, together: bool = True) -> str:
    join = " <-> " if together and not prefix else " & "
    *first, last = (f"'{prefix}{term}'" for term in wanted.terms)
    return join.join([*first, f"{last}:*" if wanted.is_open else last])


def learn(words: list[str]) -> None:
    """Know those of *words* that are new; the index of trigrams, where there is one, learns by itself."""
    with connection.cursor() as cursor:
        cursor.execute(KNOW, [words])


def words_like(word: str, most: int, slips: int) -> list[str]:
    """*most* known words that are like *word*, the most alike first; none much longer or shorter.

    By more than *slips* letters, that is. Without pg_trgm those that begin like it.
    """
    has_trigrams, lengths = _has_trigrams(HAS_TRIGRAMS), [len(word) - slips, len(word) + slips]
    with connection.cursor() as cursor:
        if has_trigrams:
            cursor.execute(
                "SET LOCAL pg_trgm.similarity_threshold = 0.2; "  # two letters exchanged leave little alike
                "SELECT word FROM content_searchword WHERE word %% %s AND length(word) BETWEEN %s AND %s "
                "ORDER BY similarity(word, %s) DESC LIMIT %s",
                [word, *lengths, word, most],
            )
            _pass_settings(cursor)
        else:
            cursor.execute(
                "SELECT word FROM content_searchword WHERE word >= %s AND word < %s "
                "AND length(word) BETWEEN %s AND %s ORDER BY word LIMIT %s",
                [word[:2], word[:2] + "\U0010ffff", *lengths, most * 20],
            )
        return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=2)
def _has_trigrams(asked: str) -> bool:
    """Whether pg_trgm is there: asked once in a process, since it comes with a migration."""
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return bool(cursor.fetchone()[0])
