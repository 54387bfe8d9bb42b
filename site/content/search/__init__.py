"""Full-text search over what is published: one service on SQLite's FTS5 and PostgreSQL's tsvector.

Both databases are given the same words, made here (``words``), so both find the same. ``indexing`` is called
by the verbs, in their transactions; ``finding.find`` answers a query (``asking``) and knows no request.
"""

from content.search.asking import Narrowing, Query, read
from content.search.finding import Found, find
from content.search.indexing import forget, index, index_filed, index_signed
from content.search.together import index_together, together

__all__ = [
    "Found",
    "Narrowing",
    "Query",
    "find",
    "forget",
    "index",
    "index_filed",
    "index_signed",
    "index_together",
    "read",
    "together",
]
