"""The index on SQLite: an FTS5 table whose rows stand in the order of publication."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from content.search.asking import Query, Wanted

TABLE = "content_searchterms"
SPELLING = "content_searchspelling"
# Letters, digits and what is private; the words come parted and plain.
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, names, summary, body, also, marks, "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\", prefix = '1 2')",
    f"CREATE VIRTUAL TABLE {SPELLING} USING fts5(word, tokenize = 'trigram', detail = 'none')",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}", f"DROP TABLE IF EXISTS {SPELLING}")

WEIGHTS = "12.0, 4.0, 4.0, 1.0, 1.0, 0.0"  # in the order of the columns
FOUND = """
    SELECT entry.id, entry.place, entry.of, entry.year, entry.language, entry.topics, entry.authors,
        entry.title,
        {score} AS score
    FROM {table} AS found CROSS JOIN content_searchentry AS entry ON entry.place = found.rowid
    WHERE {table} MATCH %s AND found.rowid < %s AND entry.publish_at <= %s
        AND (entry.unpublish_at IS NULL OR entry.unpublish_at > %s)
    ORDER BY found.rowid DESC LIMIT %s"""

# All words of many texts in one parameter: an import brings ten thousand in a statement.
UNKNOWN = """
    SELECT value FROM json_each(%s) AS said
    WHERE NOT EXISTS (SELECT 1 FROM content_searchword AS known WHERE known.word = said.value)"""
KNOW = "INSERT OR IGNORE INTO content_searchword (word) SELECT value FROM json_each(%s)"
LET_FIND = f"""
    INSERT OR REPLACE INTO {SPELLING} (rowid, word)
    SELECT known.id, '  ' || known.word || ' '
    FROM json_each(%s) AS said JOIN content_searchword AS known ON known.word = said.value"""  # noqa: S608


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
        cursor.execute(f"DELETE FROM {SPELLING}")  # noqa: S608


def matching(
    query: Query, marks: list[str], before: int, now: datetime, most: int, in_titles: int, *, any_word: bool
) -> list[tuple[Any, ...]]:
    """The newest *most* entries that *query* fits, from *before* (a place) back, each with its score.

    Where there may be more, the newest *in_titles* that it fits in the title are among them, and say so.
    """
    said = [expression(query, marks, in_title=in_title, any_word=any_word) for in_title in (False, True)]
    moment = connection.ops.adapt_datetimefield_value(now)
    rows = _found(said[0], before, moment, most)
    titled = _found(said[1], before, moment, in_titles) if len(rows) == most else []
    found = {row[0]: (*row, False) for row in rows} | {row[0]: (*row, True) for row in titled}
    return list(found.values())


def _found(said: str, before: int, moment: Any, most: int) -> list[tuple[Any, ...]]:
    sql = FOUND.format(table=TABLE, score=f"-bm25({TABLE}, {WEIGHTS})")
    with connection.cursor() as cursor:
        cursor.execute(sql, [said, before, moment, moment, most])
        return list(cursor.fetchall())


def expression(query: Query, marks: list[str], *, in_title: bool, any_word: bool) -> str:
    """*query* in FTS5's own language; every word is quoted, and none has a quotation mark in it."""
    wanted = (" OR " if any_word else " AND ").join(map(_said, query.wanted))
    found = f"title : ({wanted})" if in_title else f"({wanted})"
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
        unknown = json.dumps([row[0] for row in cursor.fetchall()])
        cursor.execute(KNOW, [unknown])
        cursor.execute(LET_FIND, [unknown])


def words_like(word: str, most: int) -> list[str]:
    """Known words that share trigrams with *word*, those with the most first."""
    padded = f"  {word} "
    trigrams = {padded[at : at + 3] for at in range(len(padded) - 2)}
    said = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    sql = f"SELECT trim(word) FROM {SPELLING} WHERE {SPELLING} MATCH %s ORDER BY rank LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [said, most])
        return [row[0] for row in cursor.fetchall()]
