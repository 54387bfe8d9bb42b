"""What was written past the verbs: found in the change log at its commit, put down for search to look at.

A verb changes a text and its entry in the index together. Where only the text changed (``update()``, a bulk
or raw statement, another program), its entry may be out of date; the worker looks (``operations.searching``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from blog.models import Post, PostAuthor, PostTopic
from content.models import Person, SearchEntry, Topic
from content.search import due
from pagecache.changes import Change
from pages.models import Page, PageAuthor

Thing = tuple[str, int]
ENTRIES = SearchEntry._meta.db_table


def _itself(kind: str) -> Callable[[Change], Iterable[Thing]]:
    return lambda change: [(kind, change.pk)] if any(map(_is_published, _rows(change))) else []


def _named(kind: str) -> Callable[[Change], Iterable[Thing]]:
    """Topics and people are in the index by their names only, where something is filed or signed already."""
    return lambda change: [(kind, change.pk)] if _values(change, "name") else []


def _owner(kind: str, column: str) -> Callable[[Change], Iterable[Thing]]:
    return lambda change: [(kind, row[column]) for row in _rows(change) if _is_published(row)]


def _is_published(row: Mapping[str, Any]) -> bool:
    """A draft is in no index. Where a row does not tell, it may be one of a text that is published."""
    return row.get("publish_at", True) is not None and row.get("trashed_at") is None


def _rows(change: Change) -> Iterator[Mapping[str, Any]]:
    return (row for row in (change.old, change.new) if row is not None)


def _values(change: Change, column: str) -> bool:
    """Whether a row that was there before has another value now."""
    return bool(change.old and change.new and change.old[column] != change.new[column])


INDEXED: Mapping[str, Callable[[Change], Iterable[Thing]]] = {
    Post._meta.db_table: _itself("post"),
    PostTopic._meta.db_table: _owner("post", "post_id"),
    PostAuthor._meta.db_table: _owner("post", "post_id"),
    Page._meta.db_table: _itself("page"),
    PageAuthor._meta.db_table: _owner("page", "page_id"),
    Page.topics.through._meta.db_table: _owner("page", "page_id"),
    Topic._meta.db_table: _named("topic"),
    Person._meta.db_table: _named("person"),
}


def heed(changes: Sequence[Change]) -> None:
    """Put down what of *changes* the index has not followed. Runs inside their transaction."""
    if any(
        change.op == "T" and (change.table in INDEXED or change.table in {ENTRIES, "*"}) for change in changes
    ):
        due.put_down([("*", 0)])
        return
    found = dict.fromkeys(_concerned(changes))
    if found:
        followed = set(_followed(changes))
        is_by_name = {"topic", "person"} if followed else set()
        due.put_down([each for each in found if each not in followed and each[0] not in is_by_name])


def _concerned(changes: Sequence[Change]) -> Iterator[Thing]:
    for change in changes:
        if change.table in INDEXED and change.op != "T":
            yield from INDEXED[change.table](change)


def _followed(changes: Sequence[Change]) -> Iterator[Thing]:
    for change in changes:
        if change.table == ENTRIES:
            yield from ((row["of"], row["thing_id"]) for row in _rows(change))
