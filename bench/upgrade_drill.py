"""``make drill-upgrade``: readers ask at a steady rate while a newer release comes, and goes again.

The newer one has a migration. Old code answers on the new schema twice: until gunicorn is replaced, and after
the way back, which leaves the column. An author publishes all the while. In the end gunicorn is restarted
without care: the readers have to find failures then, or they could not find any.
UPGRADE_REQUESTS and UPGRADE_RATE change how much is asked, DATABASE=sqlite|postgresql takes one database.
"""

import itertools
import os
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from bench.drilling.dictating import Dictation
from bench.live.board import Board
from bench.live.report import Report
from bench.live.site import Site, databases, prepared_site, start_all
from bench.upgrading.newer import Newer
from bench.upgrading.readers import Readers
from bench.upgrading.server import Web, reload_nginx, restart_worker, until

REQUESTS = int(os.environ.get("UPGRADE_REQUESTS") or 20_000)
RATE = float(os.environ.get("UPGRADE_RATE") or 150)  # a second
POSTS, OTHERS = 8, 200  # which an author changes, and which nobody does
EACH = 0.4  # seconds between two publishes
UNTIL_SHOWN = 2.0  # seconds from a new build's first answer until no page of another one is kept anywhere


def main() -> None:
    """Drill on each database; the command fails when a figure misses its limit."""
    report = Report()
    for database in databases():
        print(f"\n{database}", flush=True)
        with prepared_site(database, posts=OTHERS) as site:
            web = Web(site)
            try:
                start_all(site)
                _drill(report, site, web)
            finally:
                web.end()
    report.end()


def _drill(report: Report, site: Site, web: Web) -> None:
    path = site.folder / "var" / "board"
    board, newer = Board(path, POSTS), Newer(site.folder)
    author = Author(Dictation(site, path, POSTS))
    begun = time.monotonic()
    readers = Readers(site.ports[0], board, POSTS, OTHERS, RATE)
    upgrade = Upgrade(site, web, author, readers)
    readers.expect(newer=False)
    upgrade.go_on_until(REQUESTS / 4)
    upgrade.run(newer.lay, is_newer=True)
    upgrade.go_on_until(REQUESTS * 5 / 8)
    upgrade.run(newer.take_back, is_newer=False)
    upgrade.go_on_until(REQUESTS)
    readers.end()
    _report(report, readers, author, time.monotonic() - begun)
    _show_that_it_finds(report, site, web, board)
    author.end()


class Author:
    """Publishes one post after another, whatever becomes of the site meanwhile."""

    def __init__(self, dictation: Dictation) -> None:
        self.dictation, self.published, self.failed = dictation, 0, list[str]()
        self.is_over, self.is_free = threading.Event(), threading.Lock()
        self.thread = threading.Thread(target=self._write, daemon=True)
        self.thread.start()

    def _write(self) -> None:
        for number in itertools.count():
            if self.is_over.wait(EACH):
                return
            with self.is_free:
                self.dictation.say(f"edit {number % POSTS}")
                heard = self.dictation.hear(60)
            self.published += heard.startswith("done")
            if not heard.startswith("done"):
                self.failed.append(heard)

    def take_another(self) -> None:
        """From now on it is somebody whose code is the release's that lies in the folder."""
        with self.is_free:
            self.dictation.end()
            self.dictation.begin_again()

    def end(self) -> None:
        self.is_over.set()
        self.thread.join()
        self.dictation.end()


class Upgrade:
    """The steps of a release (docs/deploy.md), while *author* writes and *readers* ask."""

    def __init__(self, site: Site, web: Web, author: Author, readers: Readers) -> None:
        self.site, self.web, self.author, self.readers = site, web, author, readers

    def run(self, lay: Callable[[], None], *, is_newer: bool) -> None:
        """Go through it; afterwards each page is that release's."""
        self.readers.expect(None)
        name = "newer" if is_newer else "older"
        with self._step(f"{name}: files"):
            lay()
        with self._step(f"{name}: release (migrate, assets)"):
            self.site.run(*self.site.python("manage", "release"))
        with self._step(f"{name}: gunicorn"):
            self.web.replace()
        with self._step(f"{name}: worker"):
            restart_worker(self.site)
        with self._step(f"{name}: nginx"):
            reload_nginx(self.site)
        self.author.take_another()
        time.sleep(UNTIL_SHOWN)
        self.readers.expect(is_newer)

    def go_on_until(self, requests: float) -> None:
        """Let them read."""
        with self._step("nothing happens"):
            while self.readers.counts["asked"] < requests:
                time.sleep(0.1)

    @contextmanager
    def _step(self, name: str) -> Any:
        began, before = time.monotonic(), self.readers.counts.copy()
        yield
        now = self.readers.counts - before
        told = " · ".join(f"{now[kind]:,} {kind}" for kind in ("asked", "failed", "stale"))
        print(f"  {name:<36} {time.monotonic() - began:6.1f} s   {told}", flush=True)


def _report(report: Report, readers: Readers, author: Author, seconds: float) -> None:
    for fault in (*readers.faults, *author.failed):
        print(f"  {fault}")
    counts, took = readers.counts, sorted(readers.took)
    report.row("requests", counts["asked"], REQUESTS, "", least=True)
    report.row("of those failed", counts["failed"], 0, "")
    report.row("stale", counts["stale"], 0, "")
    report.row("of the other release once one is through", counts["other"], 0, "")
    report.row("publishes that failed", len(author.failed), 0, "")
    report.say("publishes", f"{author.published:,}")
    report.say("rate", f"{counts['asked'] / seconds:.0f} a second, {counts['forms']:,} of them forms")
    report.say(
        "kept connections that nginx hung up on", f"{counts['hung up on']:,} (asked again, as browsers do)"
    )
    quantiles = [took[int((len(took) - 1) * share)] * 1000 for share in (0.5, 0.99, 1)]
    report.say("answered after", "p50 {:.1f} ms, p99 {:.0f} ms, longest {:.0f} ms".format(*quantiles))
    report.say("X-Page-Cache", str(dict(readers.states.most_common())))


def _show_that_it_finds(report: Report, site: Site, web: Web, board: Board) -> None:
    readers = Readers(site.ports[0], board, POSTS, OTHERS, RATE)
    web.break_off()
    until(lambda: readers.counts["asked"] > RATE * 5, "readers")
    readers.end()
    report.row("failures that it finds when gunicorn is killed", readers.counts["failed"], 1, "", least=True)


if __name__ == "__main__":
    main()
