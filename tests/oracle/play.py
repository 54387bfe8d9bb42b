"""One step of the oracle: a write, a fault, a step of the protocol where they meet; then all is compared."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connections, models
from redis import Redis

from blog import sharing
from pagecache import holds, link, pauses, store, writer
from pagecache.keeper import Keeper
from pages import views
from tests.oracle import addresses, small_site, stage
from tests.oracle.author import Author
from tests.oracle.compare import EVERYTHING, Oracle, Stale, page_id
from tests.oracle.coverage import WRITES, Cell, Deck, Part
from tests.oracle.faults import FAULTS, PLENTY, Surroundings
from tests.oracle.outside import OUTSIDE
from tests.redis_fixture import Server

SLOW_ONES = 60  # so many steps with slow faults there are, unless it is thorough
SAMPLE = 4  # addresses, unless it is thorough
CACHEABLE_AGAIN = 5.0  # seconds
SHUTTING = ("alters a table", "migrates", "empties a table")  # PostgreSQL lets nobody read meanwhile
REFUSED = (ValidationError, IntegrityError, models.ProtectedError)


class Play:
    """The site, its author, its readers, and what has happened."""

    def __init__(self, at: Surroundings, people: stage.People, is_thorough: bool) -> None:
        self.at, self.is_thorough = at, is_thorough
        self.stage, self.reader, self.writer, self.keeper = people
        self.deck = Deck(slow=None if is_thorough else SLOW_ONES, part=Part.asked())
        self.laid_out = small_site.snapshot()
        self.oracle = Oracle(at.redis)
        self.standing = self.found = addresses.crawl(self.oracle.fresh.page)
        self.rounds = 0
        self.outcomes: Counter[str] = Counter()

    def begin(self) -> None:
        """The site as it was laid out, an author without a past, an empty Redis."""
        self.author, self.keeping = Author(), Keeper()
        self.deck.begin()
        self.standing = self.found
        self.laid_out.put_back()
        self.at.redis.flushall()
        self.oracle.known.clear()
        self.oracle.told.clear()
        self.keep()

    def keep(self) -> None:
        """The keeper's next round that comes to its end."""
        ended = time.monotonic() + CACHEABLE_AGAIN
        while not self.keeper.do(self.keeping.turn):
            if time.monotonic() > ended:
                raise AssertionError(f"The keeper could not vouch for {CACHEABLE_AGAIN} seconds.")
            time.sleep(0.02)

    def read(self, number: int) -> None:
        """Readers come by, the keeper does his round."""
        self.author.begin(Random(number))
        self.keep()
        self._go_on()
        self._warm(2 * SAMPLE)
        with self.deck.noticing():
            self._compare(self.author.random.sample(self.standing, 1), None)

    def _go_on(self) -> None:
        """Count the steps; in the long form say how far it is, and let a crawler find new addresses."""
        self.rounds += 1
        if self.is_thorough and self.rounds % 30 == 0:
            print(self.state(), flush=True)
            self.standing = addresses.crawl(self.oracle.fresh.page, self.author.old_addresses)

    def write(self, number: int) -> None:
        """Deal a cell and play it."""
        self.author.begin(Random(number))
        self._go_on()
        with self.deck.noticing():
            self._play(self.deck.deal(number))

    def _play(self, cell: Cell) -> None:
        self.at.random = self.author.random
        fault = FAULTS[cell.fault]
        try:
            act = fault.around(self.writer.do(lambda: WRITES[cell.write](self.author)))
        except REFUSED:
            self.outcomes["refused"] += 1
            return
        fault.prepare(self.at)
        self.keep()
        self._warm(SAMPLE)
        before = self.oracle.kept(self._interesting())
        try:
            self._perform(cell, act)
        finally:
            self.stage.cues.clear()
            fault.mend(self.at)
            if cell.write in SHUTTING:  # or SQLite minds no foreign keys after one that failed
                self.writer.do(connections.close_all)
        if cell.fault == "nothing" and cell.write not in OUTSIDE and self.is_thorough:
            self.oracle.count(cell.write, before)
        if fault.keeper_first or cell.write in OUTSIDE:
            self.keep()
        self._check(cell)
        self._recover(cell)

    def _perform(self, cell: Cell, act: Callable[[], object]) -> None:
        if cell.step in pauses.READERS:
            self._at_a_reader(cell, act)
        else:
            self._at_the_writer(cell, act)

    def _at_the_writer(self, cell: Cell, act: Callable[[], object]) -> None:
        """At the step: readers look, the fault strikes, readers look again."""

        def met() -> None:
            self.deck.meet(cell)
            self._peek(cell)
            FAULTS[cell.fault].strike(self.at)
            if not FAULTS[cell.fault].is_slow:
                self._peek(cell)

        self.stage.cue("writer", FAULTS[cell.fault].place(cell.step), met)
        self._done(act)

    def _at_a_reader(self, cell: Cell, act: Callable[[], object]) -> None:
        """A reader whose page is being made stops at the step; the whole write and the fault come between."""
        fault = FAULTS[cell.fault]
        address = self.author.random.choice([*self.author.near, *self.standing])
        self.at.redis.delete(f"pc:p:{page_id(address)}")

        def meanwhile() -> None:
            self.deck.meet(cell)
            if fault.is_the_writers:
                if fault.steps:
                    self.stage.cue("writer", fault.place(fault.steps[-1]), lambda: fault.strike(self.at))
                self._done(act)
                if self.author.random.random() < 0.5:
                    self.keep()
            elif self.author.random.random() < 0.5:
                fault.strike(self.at)
                self._done(act)
            else:
                self._done(act)
                fault.strike(self.at)

        self.stage.cue("reader", cell.step, meanwhile)
        self.reader.do(lambda: self.oracle.client.get(address))
        if self.stage.is_waiting(
            "reader", cell.step
        ):  # no page was made there: a redirect to the right address
            self._done(act)

    def _done(self, act: Callable[[], object]) -> None:
        """Let the writer write, and note what became of it."""
        try:
            self.writer.do(act)
            self.outcomes["done"] += 1
        except stage.Killed:
            self.outcomes["killed"] += 1
        except REFUSED:
            self.outcomes["refused"] += 1
        except (
            DatabaseError,
            sqlite3.ProgrammingError,
        ):  # Django does not wrap all that a cut connection says
            self.outcomes["failed"] += 1

    def _peek(self, cell: Cell) -> None:
        """A reader gets what the database says while the writer stands there; the keeper may come by."""
        if cell.write in SHUTTING:
            return
        if self.author.random.random() < 0.3:
            self.keeper.do(self.keeping.turn)
        there = self.oracle.kept(self._interesting())
        near = self.author.random.choice(there or self.standing)
        self.reader.do(lambda: self._compare([near], cell))

    def _interesting(self) -> list[str]:
        """Every address that there is or was, those near to the write first."""
        return [*self.author.near, *self.standing, *self.author.old_addresses]

    def _warm(self, sample: int) -> None:
        """Readers ask for those near and some others; if that is thorough, for half of all there are.

        What is not asked for today is tomorrow: pages of several ages lie beside each other.
        """
        number = len(self.standing) // 2 if self.is_thorough else sample
        others = self.author.random.sample(self.standing, number)
        self.oracle.warm(dict.fromkeys([*self.author.near, *others]))

    def _check(self, cell: Cell) -> None:
        """Compare every page still kept, or if that is not thorough, those near and some others."""
        there = self.oracle.kept(self._interesting())
        if not self.is_thorough:
            near = [address for address in there if address in self.author.near]
            there = [*near[:2], *self.author.random.sample(there, min(SAMPLE, len(there)))]
        self._compare([*there, *self.author.near[-1:]], cell)

    def _compare(self, chosen: list[str], cell: Cell | None) -> None:
        try:
            self.oracle.check(dict.fromkeys(chosen))
        except Stale as error:
            raise Stale(f"After {cell}: {error}") from None

    def _recover(self, cell: Cell) -> None:
        """Pages are kept again, within the time that is promised."""
        ended = time.monotonic() + CACHEABLE_AGAIN
        self.keep()
        while self._is_missed("/robots.txt"):
            if time.monotonic() > ended:
                raise AssertionError(f"After {cell}: nothing is kept, {CACHEABLE_AGAIN} seconds later.")
            self.keep()

    def _is_missed(self, address: str) -> bool:
        self.oracle.client.get(address)
        return bool(self.oracle.client.get(address)["X-Page-Cache"] != "hit")

    def report(self) -> str:
        """What has met what, how exactly was purged, how much was compared."""
        oracle = self.oracle
        lines = [self.deck.table(), ""]
        lines += [
            f"{write:34} purged {number:5} pages, of which {oracle.changed[write]:5} had changed"
            for write, number in oracle.purged.items()
        ]
        lines += [
            f"outcomes: {dict(self.outcomes)}",
            self.state(),
        ]
        return "\n".join(lines)

    def state(self) -> str:
        """How far it is, in a line."""
        oracle, deck = self.oracle, self.deck
        return (
            f"{sum(deck.met.values())} writes; {oracle.compared} answers compared, {oracle.hits} of them "
            f"hits, 0 stale; {oracle.fresh.spared} told by their statements; "
            f"{len(deck.unmet())} of {len(deck.all)} cells not met"
        )


@contextmanager
def play(server: Server, *, is_thorough: bool) -> Iterator[Play]:
    """The site laid out and the stage set."""
    small_site.lay_out()
    redis = Redis(unix_socket_path=str(server.socket))  # patient, as the site's own is not
    with stage.set_up() as people, pytest.MonkeyPatch.context() as patched:
        patched.setattr(link, "REST", 0.05)  # s; a breath after a failure, or most steps would be rests
        patched.setattr(writer, "GZIP", 1)  # nothing shown here depends on how small a page is
        for room in (sharing, views):
            patched.setattr(room, "drawn", lambda card: repr(card).encode())  # what it says, not how it looks
        patched.setattr(holds, "OLD", 0)  # µs; no fence is too young to be looked at
        made = Play(Surroundings(server, redis), people, is_thorough)
        for name in ("hold", "end", "new_epoch"):
            patched.setattr(store, name, _heard(getattr(store, name), made.oracle))
        yield made
    redis.config_set("maxmemory", PLENTY)
    redis.close()
    made.laid_out.put_back()


def _heard(tell: Callable[..., Any], oracle: Oracle) -> Callable[..., Any]:
    """*tell*, overheard by the oracle: which tags Redis is told of, or that everything is another epoch's."""

    def told(*said: Any, **named: Any) -> Any:
        tags = next((each for each in said if isinstance(each, Set)), frozenset({EVERYTHING}))
        is_epoch = True in said or named.get("is_epoch")
        oracle.told.append(frozenset(tags | {EVERYTHING} if is_epoch else tags))
        return tell(*said, **named)

    return told
