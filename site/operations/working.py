"""What the worker does by the clock. Nothing that a reader sees waits for it."""

import logging
import threading
import time
from collections.abc import Callable
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


def work(ticks: list[Tick], ended: threading.Event) -> None:
    """Do each tick when it is due, until *ended* is set. A tick's fault is logged and stops no other."""
    while not ended.is_set():
        now = time.monotonic()
        for tick in ticks:
            if tick.due <= now and not ended.is_set():
                _do(tick)
                tick.due = now + tick.every
        ended.wait(max(0.0, min(tick.due for tick in ticks) - time.monotonic()))


def _do(tick: Tick) -> None:
    close_old_connections()
    try:
        tick.do()
    except Exception:
        log.exception("The worker's %s failed; it is tried again in %s s.", tick.name, tick.every)
    finally:
        close_old_connections()
