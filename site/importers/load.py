"""The one loader: items of whatever parser become posts and pages, as often as one likes.

A second run with the same items changes nothing. Items go into the database some at a time, each within
its own savepoint, so the fault of one loses no other.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from content import incoming as coming
from content import search
from content.actors import Actor
from content.incoming import FAULTS, Incoming
from content.publishing import import_item, import_new
from content.remote import Fetcher
from importers.fitting import Fitting
from importers.gallery import Gallery
from importers.items import Fault, Item, LeftOut
from importers.known import Known, leads_on
from importers.report import Report

AT_ONCE = 50  # items in a transaction
AHEAD = 4  # batches that are read and being rendered while one is brought in
Pair = tuple[Item, Incoming]
Some = TypeVar("Some")
Progress = Callable[[int, str], None]


def quietly(done: int, path: str) -> None:
    """No progress is shown."""


def load(
    items: Iterable[Item | Fault | LeftOut],
    *,
    actor: Actor,
    base: Path,
    fetcher: Fetcher | None = None,
    progress: Progress = quietly,
    expected: int = 0,
) -> Report:
    """Bring *items* in for *actor* and return what came of it.

    *base* is the folder in which their pictures are. With a *fetcher*, pictures of other sites are copied.
    *progress* hears after each item how many are done, and its path. *expected* is how many items there are,
    if that is known: whoever renders them is ready for the first one then.
    """
    loader = Loader(actor, base, fetcher, progress)
    with coming.batch(expected):
        for some in loader.rendered(batches(loader.ready(items), AT_ONCE)):
            loader.bring_in(some)
        for some in loader.rendered(batches(loader.waiting, AT_ONCE)):
            loader.bring_in(some)
        loader.join(loader.waiting)
    return loader.report


@dataclass
class Loader:
    """The state of one import; ``waiting`` are the items that lead to others which may not be here yet."""

    actor: Actor
    base: Path
    fetcher: Fetcher | None
    progress: Progress
    report: Report = field(default_factory=Report)
    waiting: list[Item] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    done: int = 0

    def __post_init__(self) -> None:
        self.fitting = Fitting(self.known, Gallery(self.base, self.fetcher, self.report))

    def ready(self, items: Iterable[Item | Fault | LeftOut]) -> Iterator[Item]:
        """The items that can come in at once; those that lead to others are put aside until all are known."""
        for item in items:
            if isinstance(item, Fault):
                self.report.faults.append(item)
            elif isinstance(item, LeftOut):
                self.report.left_out.append(item)
            else:
                self.report.take(item)
                self.known.expect(item)
                if leads_on(item):
                    self.waiting.append(item)
                else:
                    yield item

    def rendered(self, some: Iterable[list[Item]]) -> Iterator[list[Pair]]:
        """Each batch when some more have been read, so that its new texts are rendered meanwhile."""
        waiting: deque[list[Pair]] = deque()
        for items in some:
            pairs = [(item, self.fitting.incoming(item)) for item in items]
            coming.render_ahead(one for _, one in pairs if one.source_ref not in self.known.things)
            waiting.append(pairs)
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting

    def bring_in(self, pairs: list[Pair]) -> None:
        """Bring in some items."""
        with self._together():
            self._many(pairs)
            for item, one in pairs:
                if outcome := (one.outcome and one.outcome[0]) or self._one(item, one):
                    self.report.count(item.kind, outcome)
                self.done += 1
                self.progress(self.done, item.source_ref)

    def _many(self, pairs: list[Pair]) -> None:
        """Bring in at once what is new; what is not, and what has a fault, is left to `_one`."""
        new = [one for _, one in pairs if one.source_ref not in self.known.things]
        try:  # all within one savepoint
            things = import_new(actor=self.actor, items=new)
        except (ValidationError, DatabaseError, *FAULTS):
            return
        for thing in things:
            self.known.keep(thing.source_ref, thing.kind, thing.pk, thing.body)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction for some items, which search is told of at its end."""
        with search.together() as refused:
            yield
        for thing, error in refused:
            self.report.fault(thing.source_ref, 1, f"It is here, but search cannot find it: {error}")

    def join(self, items: Iterable[Item]) -> None:
        """Bring in once more the items whose links lead to what came after them."""
        again = (
            (item, self.fitting.incoming(item)) for item in items if item.source_ref in self.known.bodies
        )
        for some in batches((two for two in again if self._leads_elsewhere(*two)), AT_ONCE):
            with self._together():
                coming.render_ahead(one for _, one in some)
                for item, one in some:
                    self._one(item, one)

    def _leads_elsewhere(self, item: Item, incoming: Incoming) -> bool:
        return bool(incoming.fields["body"] != self.known.bodies[item.source_ref])

    def _one(self, item: Item, incoming: Incoming) -> str:
        """Bring in one item; a word on what came of it, or "" for a fault, which is reported."""
        try:
            thing = import_item(actor=self.actor, item=incoming)  # within a savepoint of its own
        except ValidationError as error:
            self.report.fault(item.source_ref, 1, " ".join(error.messages))
            return ""
        except (DatabaseError, *FAULTS) as error:
            self.report.fault(item.source_ref, 1, f"It could not be brought in: {error}")
            return ""
        self.known.keep(item.source_ref, item.kind, thing.pk, incoming.fields["body"])
        return incoming.outcome[0]


def batches(items: Iterable[Some], most: int) -> Iterator[list[Some]]:
    """*items* in lists of at most *most*."""
    left = iter(items)
    while some := list(islice(left, most)):
        yield some
