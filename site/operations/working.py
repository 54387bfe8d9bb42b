"""What the worker does by the clock. Nothing that a reader sees waits for it."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections

log = logging.getLogger(__name__)


@dataclass
class Tick:
    """A duty that comes round: its name for the log, the seconds between two rounds, and what it does."""

    name: str
    every: float
    do: Callable[[], object]
    due: float = field(default=0.0)


@dataclass(frozen=True)
class Watch:
    """A duty that never rests and has a thread to itself: its name, and what runs until the event is set."""

    name: str
    run: Callable[[threading.Event], object]


def work(ticks: list[Tick], ended: threading.Event, watches: Sequence[Watch] = ()) -> None:
    """Do each tick when it is due and each watch beside them, until *ended* is set.

    A fault is logged and stops no other.
    """
    threads = [threading.Thread(target=_watch, args=(each, ended), name=each.name) for each in watches]
    for thread in threads:
        thread.start()
    _do_ticks(ticks, ended)
    for thread in threads:
        thread.join()


def _watch(watch: Watch, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            watch.run(ended)
        except Exception:
            log.exception("The worker's %s failed; it begins again in a second.", watch.name)
            ended.wait(1)


def _do_ticks(ticks: list[Tick], ended: threading.Event) -> None:
    while not ended.is_set():
        now = time.monotonic()
        for tick in ticks:
            if tick.due <= now and not ended.is_set():
                _do(tick)
                tick.due = now + tick.every
        ended.wait(max(0.0, min((tick.due for tick in ticks), default=now + 1) - time.monotonic()))


def _do(tick: Tick) -> None:
    close_old_connections()
    try:
        tick.do()
    except Exception:
        log.exception("The worker's %s failed; it is tried again in %s s.", tick.name, tick.every)
    finally:
        close_old_connections()
