"""The index on SQLite: an FTS5 table whose rows stand in the order of publication."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from content.search.asking import Query, Wanted

TABLE = "content_searchterms"
TRIGRAMS = "content_searchtrigram"
# Letters, digits and what is private; the words come parted and plain.
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, names, summary, body, also, marks, "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\", prefix = '1 2')",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}", "DROP TABLE IF EXISTS content_searchspelling")  # an older release's
# Not FTS5: to rank words by the trigrams they share, it counts each of them in the whole index first.
CREATE_TRIGRAMS = f"""
    CREATE TABLE {TRIGRAMS} (trigram TEXT, word TEXT, PRIMARY KEY (trigram, word)) WITHOUT ROWID"""
DROP_TRIGRAMS = f"DROP TABLE IF EXISTS {TRIGRAMS}"
# All that is counted of an entry, so that its row, which has its text, is read for those only that are shown.
CREATE_COUNTED = """
    CREATE INDEX content_searchentry_counted ON content_searchentry
    (place, publish_at, unpublish_at, id, of, year, language, topics, authors, title)"""
DROP_COUNTED = "DROP INDEX IF EXISTS content_searchentry_counted"

ANYWHERE, TITLE, HEAD = "", "title :", "{names summary} :"
WEIGHTS = "12.0, 4.0, 4.0, 1.0, 1.0, 0.0"  # in the order of the columns
SCORE, NO_SCORE = f"-bm25({TABLE}, {WEIGHTS})", "0.0"
FOUND = """
    SELECT entry.id, entry.place, entry.of, entry.year, entry.language, entry.topics, entry.authors,
        entry.title, {score}
    FROM {table} AS found CROSS JOIN content_searchentry AS entry ON entry.place = found.rowid
    WHERE {table} MATCH %s AND found.rowid < %s AND entry.publish_at <= %s
        AND (entry.unpublish_at IS NULL OR entry.unpublish_at > %s)
    ORDER BY found.rowid DESC LIMIT %s"""
LAST = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid < %s LIMIT 1 OFFSET %s"  # noqa: S608
PLACES = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608

# All words of many texts in one parameter: an import brings ten thousand in a statement.
UNKNOWN = f"""
    SELECT value FROM json_each(%s) AS said
    WHERE NOT EXISTS (
        SELECT 1 FROM {TRIGRAMS} AS known
        WHERE known.trigram = '  ' || substr(said.value, 1, 1) AND known.word = said.value)"""  # noqa: S608
KNOW = "INSERT OR IGNORE INTO content_searchword (word) SELECT value FROM json_each(%s)"
LET_FIND = f"INSERT OR IGNORE INTO {TRIGRAMS} (trigram, word) VALUES (%s, %s)"  # noqa: S608
# The share of trigrams that both have, as PostgreSQL's similarity().
LIKE = """
    SELECT word FROM {table}
    WHERE trigram IN ({trigrams}) AND abs(length(word) - %s) <= %s
    GROUP BY word
    ORDER BY count(*) * 1.0 / (length(word) + %s - count(*)) DESC, word
    LIMIT %s"""


def write(placed: list[tuple[int, Any]]) -> None:
    """Put the words of entries at their places."""
    remove([place for place, _ in placed])
    columns = ("title", "names", "summary", "body", "also", "marks")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, {', '.join(columns)}) VALUES (%s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            [(place, *(" ".join(getattr(terms, column)) for column in columns)) for place, terms in placed],
        )


def remove(places: list[int]) -> None:
    """Take the words of entries away."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(place,) for place in places])  # noqa: S608


def clear() -> None:
    """Take all words away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        cursor.execute(f"DELETE FROM {TRIGRAMS}")  # noqa: S608


def matching(
    query: Query, marks: list[str], before: int, now: datetime, most: int, in_titles: int, *, any_word: bool
) -> list[tuple[Any, ...]]:
    """The newest *most* entries that *query* fits, from *before* (a place) back, each with its score.

    Where there may be more, the newest *in_titles* that it fits in the title are among them, and say so. For
    a score FTS5 counts all entries that have a word, so those of many say only whether it stands at the head.
    And a word that is typed still is taken for a whole one where as many have that: FTS5 puts the places of
    all words that begin so together before it tells the first.
    """
    is_often = not any_word and _is_often(expression(query.whole, marks), before, most)
    query = query.whole if is_often else query
    moment = connection.ops.adapt_datetimefield_value(now)
    said, in_title = (
        expression(query, marks, within=within, any_word=any_word) for within in (ANYWHERE, TITLE)
    )
    rows = _found(said, before, moment, most, NO_SCORE if is_often else SCORE)
    if len(rows) < most:
        return [(*row, False) for row in rows]
    titled = _found(in_title, before, moment, in_titles, SCORE if any_word else NO_SCORE)
    if not any_word:
        rows = _headed(rows, expression(query, marks, within=HEAD))
    found = {row[0]: (*row, False) for row in rows} | {row[0]: (*row, True) for row in titled}
    return list(found.values())


def _is_often(said: str, before: int, most: int) -> bool:
    """Whether *most* entries or more fit."""
    with connection.cursor() as cursor:
        cursor.execute(LAST, [said, before, most - 1])
        return cursor.fetchone() is not None


def _found(said: str, before: int, moment: Any, most: int, score: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(table=TABLE, score=score), [said, before, moment, moment, most])
        return list(cursor.fetchall())


def _headed(rows: list[tuple[Any, ...]], said: str) -> list[tuple[Any, ...]]:
    """*rows*, of which those score that are found by what is *said* too."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [said, rows[-1][1], rows[0][1]])
        headed = {place for (place,) in cursor.fetchall()}
    return [(*row[:-1], float(row[1] in headed)) for row in rows]


def expression(query: Query, marks: list[str], *, within: str = ANYWHERE, any_word: bool = False) -> str:
    """*query* in FTS5's own language; every word is quoted, and none has a quotation mark in it."""
    wanted = (" OR " if any_word else " AND ").join(map(_said, query.wanted))
    found = f"{within} ({wanted})"
    for each in marks:
        found = f'{found} AND marks : "{each}"'
    unwanted = " OR ".join(map(_said, query.unwanted))
    return f"({found}) NOT ({unwanted})" if unwanted else found


def _said(wanted: Wanted) -> str:
    whole = f'"{" ".join(wanted.terms)}"'
    return f"({whole} OR {whole} *)" if wanted.is_open else whole


def learn(words: list[str]) -> None:
    """Know those of *words* that are new, and let them be found by their trigrams."""
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [json.dumps(words)])
        unknown = [row[0] for row in cursor.fetchall()]
        cursor.execute(KNOW, [json.dumps(unknown)])
        cursor.executemany(LET_FIND, [(each, word) for word in unknown for each in _trigrams(word)])


def words_like(word: str, most: int, slips: int) -> list[str]:
    """*most* known words that are like *word*, the most alike first; none much longer or shorter.

    By more than *slips* letters, that is.
    """
    trigrams = _trigrams(word)
    sql = LIKE.format(table=TRIGRAMS, trigrams=", ".join(["%s"] * len(trigrams)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*trigrams, len(word), slips, len(trigrams) + 1, most])
        return [row[0] for row in cursor.fetchall()]


def _trigrams(word: str) -> list[str]:
    padded = f"  {word} "
    return sorted({padded[at : at + 3] for at in range(len(padded) - 2)})
