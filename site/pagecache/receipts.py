"""What a change did to kept pages: ``with receipt() as r: publish(…)``, then ask *r*."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from pagecache import counters, edges
from pagecache.store import Ended


@dataclass
class Receipt:
    """Complete when its ``with`` is left.

    ``addresses`` are those of the pages that went (1,000 at most), ``purged`` is how many pages and parts
    went, ``edges`` how many nginx workers have confirmed it; ``milliseconds`` what all of it took. It is not
    ``is_confirmed`` when Redis could not be told of a commit; then nobody trusts its pages until the keeper
    has told it.
    """

    addresses: list[str] = field(default_factory=list)
    purged: int = 0
    edges: int = 0
    milliseconds: float = 0.0
    is_confirmed: bool = True
    seq: int = 0
    last_end: float = 0.0

    def add(self, ended: Ended) -> None:
        pages = dict.fromkeys([*self.addresses, *map(address, ended.purged)])
        self.addresses = list(pages)[:1000]
        self.purged += ended.count
        self.seq, self.last_end = max(self.seq, ended.seq), time.monotonic()


_open: ContextVar[Receipt | None] = ContextVar("pagecache_receipt", default=None)


@contextmanager
def receipt() -> Iterator[Receipt]:
    """Collect what the commits inside do. They wait for the edges together, once, when this is left.

    Inside another receipt it is that one.
    """
    outer = _open.get()
    if outer:
        yield outer
        return
    made = Receipt()
    token = _open.set(made)
    try:
        yield made
    finally:
        _open.reset(token)
        _wait(made)


def _wait(made: Receipt) -> None:
    if not made.seq:
        return
    began = time.monotonic()
    edges.wait(made.seq, made.last_end)
    made.edges = edges.confirmed(made.seq)
    made.milliseconds += _since(began)


def note(ended: Ended, began: float) -> None:
    """A change that began at *began* (``time.monotonic()``) has ended in Redis: wait for the edges.

    Inside a receipt that is done later.
    """
    counters.count_purge(ended.count)
    made = _open.get()
    if made:
        made.add(ended)
        made.milliseconds += _since(began)
    else:
        edges.wait(ended.seq, time.monotonic())


def note_untold(began: float) -> None:
    """Redis could not be told of a change that began at *began*."""
    made = _open.get()
    if made:
        made.is_confirmed = False
        made.milliseconds += _since(began)


def _since(began: float) -> float:
    return (time.monotonic() - began) * 1000


def address(key: str) -> str:
    """The address of the page with the literal *key*; a part's is that of its page."""
    _, _, path, query, _ = key.split("|")
    return f"{path}?{query}" if query else path
