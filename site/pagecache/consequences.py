"""What changes mean: the tags of the pages that they may touch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pagecache import hooks, tags
from pagecache.tracking import Tracked

if TYPE_CHECKING:
    from pagecache.changes import Change

MOST_CHANGES = 2000  # more of them, or of tags, and all pages go: cheaper to say, and to have rendered anew
MOST_TAGS = 1000


@dataclass(frozen=True)
class Consequences:
    """The tags that a transaction touches, or that it touches every page."""

    tags: frozenset[str]
    is_epoch: bool = False


# With the clock's tag no page is kept while this is being committed.
EVERYTHING = Consequences(frozenset({tags.CLOCK}), is_epoch=True)


def of(changes: Sequence["Change"]) -> Consequences:
    """What *changes* mean, taken together. Runs inside their transaction: content's own tags ask it."""
    if len(changes) > MOST_CHANGES or any(each.op == "T" for each in changes):
        return EVERYTHING
    tables = hooks.tracked_tables()
    known = [(tables[each.table], each) for each in changes if each.table in tables]
    if any(tracked.is_epoch for tracked, _ in known):
        return EVERYTHING
    found: set[str] = set()
    for tracked, change in known:
        found.update(_of_one(tracked, change))
        if len(found) > MOST_TAGS:
            return EVERYTHING
    return Consequences(frozenset(found))


def _of_one(tracked: Tracked, change: "Change") -> Iterator[str]:
    yield tags.table(tracked.table)
    if not tracked.is_known_by_relation:
        yield from _its_row(tracked, change)
    yield from _look_ups(tracked, change)
    if _comes_or_goes(change) and tracked.places:
        yield tags.CLOCK
    if tracked.tags:
        yield from tracked.tags(change)


def _its_row(tracked: Tracked, change: "Change") -> Iterator[str]:
    yield tags.full(tracked.name, change.pk)
    if change.op != "U" or change.groups & {"card", "places"}:
        yield tags.card(tracked.name, change.pk)


def _comes_or_goes(change: "Change") -> bool:
    return change.op != "U" or "places" in change.groups


def _look_ups(tracked: Tracked, change: "Change") -> Iterator[str]:
    """The look-ups that found nothing, or other rows, and now would find this one; old values and new."""
    for column in tracked.unique:
        for value in _values(change, column):
            yield tags.nothing_there(tracked.name, column, value)
    for column in tracked.related:
        for value in _values(change, column):
            yield tags.related(tracked.name, column, value)


def _values(change: "Change", column: str) -> Iterable[Any]:
    values = {row[column] for row in (change.old, change.new) if row is not None}
    return values if _comes_or_goes(change) or len(values) > 1 else ()
