"""Texts that many verbs change in one transaction, indexed together at its end: a few statements for all."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from content import kinds
from content.search import indexing

Refused = list[tuple[Any, Exception]]
Waiting = dict[str, set[int]]  # numbers by kind

_waiting: ContextVar[Waiting | None] = ContextVar("texts that are indexed together", default=None)


@contextmanager
def together() -> Iterator[Refused]:
    """A transaction in which ``index_together`` waits for its end.

    Yields a list which then gets the texts that the index refused, each with the reason; they lose no other.
    """
    refused: Refused = []
    with transaction.atomic():
        waiting: Waiting = {}
        token = _waiting.set(waiting)
        try:
            yield refused
        finally:
            _waiting.reset(token)
        for kind, numbers in waiting.items():
            refused += _index(kind, numbers)


def index_together(thing: Any) -> None:
    """As ``index``; within ``together`` not before its end."""
    waiting = _waiting.get()
    if waiting is None or not indexing.is_published(thing):
        indexing.index(thing)
    else:
        waiting.setdefault(thing.kind, set()).add(thing.pk)


def _index(kind: str, numbers: set[int]) -> Refused:
    # Read afresh: what came later may have moved the text, or taken it back with its savepoint.
    things = list(indexing.published(kinds.model(kind)).filter(pk__in=numbers).order_by("pk"))
    return _one_by_one(things) if _refusal(things) else []


def _one_by_one(things: list[Any]) -> Refused:
    return [(thing, refusal) for thing in things if (refusal := _refusal([thing]))]


def _refusal(things: list[Any]) -> Exception | None:
    """Index *things*, all or none; returns why the index refused them, or None."""
    try:
        with transaction.atomic():
            indexing.index_many(things)
    except Exception as error:  # whatever is wrong with one text, the others are found
        return error
    return None
