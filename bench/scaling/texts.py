"""The texts that laid posts are made of, each rendered once, with its words for search."""

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench import build
from blog.models import Post
from content import fields as fielding
from content.search import postgresql, spelling, words
from content.search.indexing import Terms
from content.search.marks import mark
from content.search.prose import text_with_asides

TABLE = """
    CREATE UNLOGGED TABLE laid_text (
        number int PRIMARY KEY, body text, body_html text, toc jsonb, excerpt text, words int, renderer text,
        fields jsonb, plain text, terms tsvector, ranked tsvector)"""
COLUMNS = 11
# What every post says of itself, but for its number and its day, which each has of its own.
TITLE, OWN, SUMMARY = (
    "Letter number",
    "Letter posted on",
    "What letter says, in a sentence that is as long as",
)


def write(server: psycopg.Connection[Any]) -> int:
    """Put them into a table of their own; returns how many there are."""
    rendered = build.samples()
    runs: set[str] = set()
    rows = [_row(number, post, runs) for number, post in enumerate(rendered)]
    spelling.learn(runs)
    server.execute(TABLE)
    with server.cursor() as cursor:
        cursor.executemany(f"INSERT INTO laid_text VALUES ({', '.join(['%s'] * COLUMNS)})", rows)
    return len(rows)


def _row(number: int, post: Post, runs: set[str]) -> tuple[Any, ...]:
    plain = text_with_asides(post.body_html)
    fields = fielding.with_defaults(Post, {"body": post.body})
    said = (post.body, post.body_html, Jsonb(post.toc), post.excerpt, post.words, post.renderer)
    return (number, *said, Jsonb(fields), plain, *_terms(plain, runs))


def _terms(plain: str, runs: set[str]) -> tuple[str, str]:
    """The words that find a text, and those that rank it."""
    title, summary, body = (words.read(text) for text in (TITLE, SUMMARY, f"{OWN}\n{plain}"))
    runs |= title.runs | summary.runs | body.runs
    also = words.joined(plain)
    marks = [mark("kind", "post"), mark("language", "en")]
    terms = Terms(title.terms, [], summary.terms, body.terms, list(also), marks)
    places = postgresql.places_of(terms)
    return postgresql.vector(places, terms), postgresql.telling(places)
