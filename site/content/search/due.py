"""What the index has to be looked at for, because it was written past the verbs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from content import kinds
from content.models import SearchDue, SearchEntry
from content.search import indexing

AT_ONCE = 100


def put_down(things: Sequence[tuple[str, int]]) -> None:
    """Let the worker look at *things*: kinds or ``topic``, ``person`` and numbers; ``("*", 0)`` is all."""
    SearchDue.objects.bulk_create([SearchDue(of=of, thing_id=number) for of, number in things])


def follow() -> int:
    """Look at what is put down, some at a time; returns how much there was."""
    done = 0
    while found := list(SearchDue.objects.order_by("pk")[:AT_ONCE]):
        _look_at(found)
        done += len(found)
    return done


def _look_at(found: list[SearchDue]) -> None:
    with transaction.atomic():
        # Gone first: what is written meanwhile puts itself down anew.
        SearchDue.objects.filter(pk__in=[each.pk for each in found]).delete()
        for of, number in dict.fromkeys((each.of, each.thing_id) for each in found):
            if of != "*":
                _look_at_one(of, number)
    if any(each.of == "*" for each in found):
        for _ in everything():
            pass


def _look_at_one(of: str, number: int) -> None:
    if of == "topic":
        indexing.index_filed(number)
    elif of == "person":
        indexing.index_signed(number)
    else:
        thing = kinds.thing(f"{of}:{number}")
        if thing is None:
            indexing.forget(of, number)
        else:
            indexing.index(thing)


def everything() -> Iterator[int]:
    """Bring the whole index in line, some texts a transaction; yields how many were looked at each time."""
    for kind, model in kinds.models().items():
        numbers = list(indexing.published(model).order_by("pk").values_list("pk", flat=True))
        for begin in range(0, len(numbers), AT_ONCE):
            with transaction.atomic():
                things = (
                    indexing.published(model).filter(pk__in=numbers[begin : begin + AT_ONCE]).order_by("pk")
                )
                indexing.index_many(list(things))
            yield len(numbers[begin : begin + AT_ONCE])
        _forget_others(kind, set(numbers))


def _forget_others(kind: str, numbers: set[int]) -> None:
    entries: Any = SearchEntry.objects.filter(of=kind)
    with transaction.atomic():
        for number in set(entries.values_list("thing_id", flat=True)) - numbers:
            thing = kinds.thing(f"{kind}:{number}")  # it may have been published meanwhile
            if thing is None or not indexing.is_published(thing):
                indexing.forget(kind, number)
