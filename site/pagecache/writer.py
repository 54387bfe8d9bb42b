"""Compresses and keeps pages off the reader's wait, in one thread a process."""

import logging
import os
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

import deflate

from pagecache import counters, hooks, link, pauses, store
from pagecache.cdn import saying
from pagecache.keeping import Kept, apart

log = logging.getLogger(__name__)

FULL = 1.0  # s in which a page of a class that had no place is not even compressed
WAITING = 32  # pages at most; more are not kept, which costs a render later and no memory now
GZIP = 4  # a fiftieth larger than at 6, in three quarters of the time


@dataclass(frozen=True)
class Order:
    """A page, made from ``tags``, to keep under its lease until ``expires`` (ms)."""

    key: str
    lease: store.Lease
    kept: Kept
    expires: int
    tags: frozenset[str]
    bound: tuple[str, int] = ("", 0)  # its class, and how many of it may be kept

    @property
    def sharers(self) -> tuple[str, str]:
        """Whom it shares its place with: where nothing is, all such pages of an epoch; else its class."""
        return self.lease.epoch, "" if self.kept.status == 404 else self.bound[0]


class Writer:
    """The thread and its queue. A forked process gets its own."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.orders: queue.Queue[Order] = queue.Queue(WAITING)
        threading.Thread(target=self._work, name="pagecache-writer", daemon=True).start()

    def _work(self) -> None:
        while True:
            order = self.orders.get()
            try:
                write(order)
            except Exception:
                log.exception("A page could not be kept.")
                _let_pass(order)
            finally:
                self.orders.task_done()


_writer: Writer | None = None
_full: tuple[tuple[str, str], float] = (("", ""), 0.0)  # who had no place the last time, and until when
_lock = threading.Lock()


def keep(order: Order) -> None:
    """Keep the page soon (at once where PAGECACHE["BACKGROUND"] is False), unless too many wait for that."""
    if order.sharers == _full[0] and time.monotonic() < _full[1]:
        _refuse(order, "full")
    elif not hooks.option("BACKGROUND", True):
        write(order)
    else:
        try:
            _writer_of_this_process().orders.put_nowait(order)
        except queue.Full:
            _refuse(order, "busy")


def _writer_of_this_process() -> Writer:
    global _writer
    with _lock:
        if _writer is None or _writer.pid != os.getpid():
            _writer = Writer()
        return _writer


def drain() -> None:
    """Return when every page ordered so far is kept or refused."""
    if _writer and _writer.pid == os.getpid():
        _writer.orders.join()


def write(order: Order) -> str:
    """Compress and keep: "ok", or why not. Either way nobody waits for the page any longer."""
    global _full
    kept = order.kept
    headers, own_link = apart(kept.headers)
    headers = saying.with_keys(headers, order.tags)
    page: dict[str, str | bytes | int] = {"s": kept.status, "h": headers, "e": kept.stem}
    if own_link:
        page["l"] = own_link
    page["z"] = bytes(deflate.gzip_compress(kept.body, GZIP))
    pauses.at(pauses.STORING)
    try:
        verdict = store.keep(order.key, order.lease, page, order.expires, order.tags, order.bound)
    except link.Away:
        verdict = "away"
        _let_pass(order)
    if verdict == "full":
        _full = order.sharers, time.monotonic() + FULL
    counters.count("kept" if verdict == "ok" else f"refused: {verdict}")
    return verdict


def _refuse(order: Order, why: str) -> None:
    counters.count(f"refused: {why}")
    _let_pass(order)


def _let_pass(order: Order) -> None:
    with suppress(link.Away):
        store.let_pass(order.key)
