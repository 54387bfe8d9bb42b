"""A scheduled post comes and goes by the clock: with the worker dead, and with wrong clocks elsewhere."""

import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.drilling.dictating import Dictation
from bench.live.asking import Broken, Connection
from bench.live.board import Board
from bench.live.judging import MARK
from bench.live.process import Supervised
from bench.live.reader import own
from bench.live.report import Report
from bench.live.site import ROOT, Site, live_site

INSTANCES, OTHERS, POSTS = 2, 40, 4
AHEAD, SHOWN = 3.0, 3.0  # seconds until it appears, and then until it disappears
EACH = 0.02  # seconds between two looks
LATE = 1.0  # seconds: the promise
LIBRARY = "/usr/lib/*/faketime/libfaketime.so.1"
sys.path.append(str(ROOT / "bin"))

from machine import apt  # noqa: E402
from machine.steps import Failed  # noqa: E402


@dataclass
class Looks:
    """What one address showed: (asked, answered, whether the post stood there), seconds since 1970."""

    about: str
    all: list[tuple[float, float, bool]] = field(default_factory=list)

    def early(self, since: float, until: float) -> int:
        """How often it was there before its time, or gone while it should be there."""
        too_early = sum(shown for _, answered, shown in self.all if answered < since)
        too_soon_gone = sum(
            not shown for asked, answered, shown in self.all if since + LATE <= asked and answered < until
        )
        return too_early + too_soon_gone

    def late(self, since: float, until: float) -> float:
        """Seconds by which it came or went too late, the longer of the two."""
        missing = [asked - since for asked, _, shown in self.all if not shown and since <= asked < until]
        still = [asked - until for asked, _, shown in self.all if shown and asked >= until]
        return max(0.0, *missing, *still)


def run(report: Report, database: str) -> None:
    """As the site is, with the worker dead, and with clocks that are wrong by an hour."""
    with live_site(database, instances=INSTANCES, posts=OTHERS) as site:
        path = site.folder / "var" / "board"
        Board(path, POSTS)
        author = Dictation(site, path, POSTS)
        _schedule(report, site, author, 0, "scheduled")
        site["worker"].hold_down()
        _schedule(report, site, author, 1, "scheduled, worker dead")
        library = _library()
        if library:
            _set_wrong(site["web"], library, "+1h")
            for name in (name for name in site.processes if name.startswith("nginx")):
                _set_wrong(site[name], library, "-1h")
            time.sleep(2)
            site.wait_until_up()
            _schedule(report, site, author, 2, "scheduled, worker dead, clocks off by 1 h")
            site["worker"].release()
            time.sleep(4)
            _schedule(report, site, author, 3, "scheduled, clocks off by 1 h")
        else:
            report.row("clocks off by 1 h: libfaketime to be had", 0, 1, "", least=True)
        author.end()


def _schedule(report: Report, site: Site, author: Dictation, post: int, name: str) -> None:
    since = time.time() + AHEAD
    until = since + SHOWN
    version = author.ask(f"schedule {post} {since} {until}")
    if time.time() > since:
        raise SystemExit("The author was too slow for what he schedules.")
    looked = [
        Looks(f"{path} at {port}") for port in site.ports for path in (own(post), "/blog/", "/feed.atom")
    ]
    threads = [
        threading.Thread(target=_look, args=(looks, post, version, until + 2 * LATE)) for looks in looked
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.row(f"{name}: too early", sum(looks.early(since, until) for looks in looked), 0, "")
    report.row(f"{name}: late by", max(looks.late(since, until) for looks in looked), LATE, "s")
    report.row(
        f"{name}: seen at all",
        sum(any(s for *_, s in looks.all) for looks in looked),
        len(looked),
        "",
        least=True,
    )


def _look(looks: Looks, post: int, version: int, end: float) -> None:
    path, _, port = looks.about.partition(" at ")
    connection = Connection(int(port))
    while (asked := time.time()) < end:
        try:
            answer = connection.get(path)
        except Broken:
            continue
        shown = (str(post).encode(), str(version).encode()) in MARK.findall(answer.text)
        looks.all.append((asked, time.time(), shown))
        time.sleep(EACH)


def _library() -> Path | None:
    """libfaketime, installed if it has to be."""
    if not _found() and apt.can_install():
        try:
            apt.install(["libfaketime"])
        except Failed:
            return None
    return _found()


def _found() -> Path | None:
    return next(iter(Path("/").glob(LIBRARY[1:])), None)


def _set_wrong(process: Supervised, library: Path, shift: str) -> None:
    """Let it start again with a clock that is off by *shift*."""
    # Only the time of day: a clock that counts from the start of the machine cannot be set.
    process.env = process.env | {
        "LD_PRELOAD": str(library),
        "FAKETIME": shift,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    process.kill()
