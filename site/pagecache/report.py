"""One line a minute in the log: what was counted since the last one, and how things stand."""

import time
from dataclasses import asdict

import structlog

from pagecache import counters, figures

log = structlog.get_logger(__name__)

EVERY = 60.0  # seconds


class Report:
    """Remembers what the last line said."""

    def __init__(self) -> None:
        self.said = figures.by_name(counters.totals())
        self.due = time.monotonic() + EVERY

    def say_when_due(self) -> None:
        """Raises Away."""
        if time.monotonic() >= self.due:
            self.due = time.monotonic() + EVERY
            self.say()

    def say(self) -> None:
        """Raises Away."""
        now = figures.by_name(counters.totals())
        # Another Redis begins at nothing, so a sum that fell is what came since.
        new = {name: n - before if n >= (before := self.said.get(name, 0)) else n for name, n in now.items()}
        self.said = now
        counted = {name.replace(" ", "_"): number for name, number in new.items() if number}
        log.info("page cache", **counted, **asdict(figures.of_this_moment()), **figures.status())
