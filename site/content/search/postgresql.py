"""The index on PostgreSQL: tsvectors in a narrow table, found by GIN; known words by pg_trgm where it is.

The words are put into the tsvector as they are, with weights A (title) to D (body). GIN knows no weights, so
a word of the title stands in it a second time behind a private sign.
"""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from content.search.asking import Query, Wanted

TABLE = "content_searchterms"
CREATE = (
    f"CREATE TABLE {TABLE} (place bigint PRIMARY KEY, terms tsvector NOT NULL)",
    # Out of the rows: most of a search looks at places only.
    f"ALTER TABLE {TABLE} ALTER COLUMN terms SET STORAGE EXTERNAL",
    # Without a list of what is yet to be put in: a search would have to read it.
    f"CREATE INDEX content_searchterms_terms ON {TABLE} USING gin (terms) WITH (fastupdate = off)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
EXTENSION_INDEX = (
    "CREATE INDEX IF NOT EXISTS content_searchword_like ON content_searchword USING gin (word gin_trgm_ops)"
)

HAS_TRIGRAMS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"

IN_TITLE = "\ue001"
LAST_POSITION = 16_383  # PostgreSQL's own limit, and 256 positions a word
GAP = 5  # between columns: nothing stands together across them
PHRASES_LOOKED_AT = 500  # the newest with all words of a phrase; whether they stand together is read in each
FOUND = """
    SELECT entry.id, entry.place, entry.of, entry.year, entry.language, entry.topics, entry.authors,
        entry.title,
        ts_rank('{{0.08, 0.4, 0.4, 1.0}}', found.terms, %s::tsquery, 1) AS score
    FROM ({places}) AS found JOIN content_searchentry AS entry ON entry.place = found.place
    WHERE entry.publish_at <= %s AND (entry.unpublish_at IS NULL OR entry.unpublish_at > %s)
    ORDER BY found.place DESC LIMIT %s"""
# GIN answers from its own pages; any other way would read every tsvector, which the planner takes for cheap.
# That is why the order is no column's (+ 0), and why, for this one statement, no table is read through.
BY_GIN = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; "
PLACES = f"""
    SELECT place, terms FROM {TABLE} WHERE terms @@ %s::tsquery AND place + 0 < %s
    ORDER BY place + 0 DESC LIMIT %s"""  # noqa: S608
TOGETHER = (
    "SELECT place, terms FROM ({places}) AS parted WHERE terms @@ %s::tsquery ORDER BY place DESC LIMIT %s"
)
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
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (place, terms) VALUES (%s, %s::tsvector) "  # noqa: S608
            "ON CONFLICT (place) DO UPDATE SET terms = EXCLUDED.terms",
            [(place, vector(terms)) for place, terms in placed],
        )


def remove(places: list[int]) -> None:
    """Take the words of entries away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE place = ANY(%s)", [places])  # noqa: S608


def clear() -> None:
    """Take all words away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def vector(terms: Any) -> str:
    """The words of an entry as PostgreSQL reads a tsvector. No word has a quotation mark in it."""
    positions: dict[str, list[str]] = {}
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
            positions.setdefault(term, []).append(f"{at}{weight}")
        at += GAP
    said = [f"'{term}':{','.join(found[:255])}" for term, found in positions.items()]
    unplaced = [*terms.marks, *(f"{IN_TITLE}{term}" for term in terms.title)]
    return " ".join([*said, *(f"'{term}'" for term in dict.fromkeys(unplaced))])


def matching(
    query: Query, marks: list[str], before: int, now: datetime, most: int, *, in_title: bool, any_word: bool
) -> list[tuple[Any, ...]]:
    """The newest *most* entries that *query* fits, from *before* (a place) back, each with its score."""
    has_phrases = any(len(each.terms) > 1 for each in (*query.wanted, *query.unwanted))
    parted = expression(query, marks, in_title=in_title, any_word=any_word, together=False)
    places = PLACES
    given: list[Any] = [parted, before, PHRASES_LOOKED_AT if has_phrases else most]
    if has_phrases:
        places = TOGETHER.format(places=PLACES)
        given += [expression(query, [], in_title=False, any_word=any_word), most]
    ranked = " | ".join(f"({_said(each, '', together=False)})" for each in query.wanted)
    with connection.cursor() as cursor:
        cursor.execute(BY_GIN + FOUND.format(places=places), [ranked, *given, now, now, most])
        _pass_settings(cursor)
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
    return join.join([*first, f"({last} | {last}:*)" if wanted.is_open else last])


def learn(words: list[str]) -> None:
    """Know those of *words* that are new; the index of trigrams, where there is one, learns by itself."""
    with connection.cursor() as cursor:
        cursor.execute(KNOW, [words])


def words_like(word: str, most: int) -> list[str]:
    """Known words that are like *word*, those most alike first; without pg_trgm those that begin like it."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_TRIGRAMS)
        if cursor.fetchone()[0]:
            cursor.execute(
                "SET LOCAL pg_trgm.similarity_threshold = 0.2; "  # two letters exchanged leave little alike
                "SELECT word FROM content_searchword WHERE word %% %s "
                "ORDER BY similarity(word, %s) DESC LIMIT %s",
                [word, word, most],
            )
            _pass_settings(cursor)
        else:
            cursor.execute(
                "SELECT word FROM content_searchword WHERE word >= %s AND word < %s "
                "AND length(word) BETWEEN %s AND %s ORDER BY word LIMIT %s",
                [word[:2], word[:2] + "\U0010ffff", len(word) - 2, len(word) + 2, most * 20],
            )
        return [row[0] for row in cursor.fetchall()]
