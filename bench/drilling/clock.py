"""A scheduled post comes and goes by the clock: with the worker dead, and with wrong clocks elsewhere."""

import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path

from bench.drilling.dictating import Dictation
from bench.drilling.matrix import is_kept
from bench.live.asking import Broken, Connection
from bench.live.board import Board
from bench.live.judging import MARK
from bench.live.reader import own
from bench.live.report import Report
from bench.live.site import Site, live_site

INSTANCES, OTHERS, POSTS = 2, 40, 4
AHEAD, SHOWN = 3.0, 5.0  # seconds until it appears, and then until it disappears
EACH = 0.02  # seconds between two looks
LATE = 1.0  # seconds: the promise
HOUR, RESTARTED = 3600, 2.0  # seconds
SOURCE = Path(__file__).with_name("wrong_clock.c")


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

    def changes(self, since: float) -> str:
        """When what was shown changed, in seconds after it should have come."""
        told = [
            f"{'there' if shown else 'gone'} at {asked - since:.2f}"
            for (asked, _, shown), (_, _, before) in zip(self.all[1:], self.all, strict=False)
            if shown != before
        ]
        return f"{'there' if self.all[0][2] else 'gone'} first, {', '.join(told)}"

    def late(self, since: float, until: float) -> float:
        """Seconds by which it came or went too late, the longer of the two."""
        due = [(asked, shown) for asked, answered, shown in self.all if since <= asked and answered < until]
        missing = [asked - since for asked, shown in due if not shown]
        still = [asked - until for asked, _, shown in self.all if shown and asked >= until]
        return max([0.0, *missing, *still])


def run(report: Report, database: str) -> None:
    """As the site is, with the worker dead, and with the clocks of web and nginx wrong by an hour."""
    with live_site(database, instances=INSTANCES, posts=OTHERS) as site:
        path = site.folder / "var" / "board"
        Board(path, POSTS)
        author = Dictation(site, path, POSTS)
        library = _library(site.folder)
        _schedule(report, site, author, 0, "scheduled")
        site["worker"].hold_down()
        _schedule(report, site, author, 1, "scheduled, worker dead")
        for web, nginx in ((HOUR, -HOUR), (-HOUR, HOUR)):
            _set_wrong(site, library, web, nginx)
            _schedule(report, site, author, 2, f"scheduled, worker dead, web {web:+d} s")
        site["worker"].release()
        _until_kept(site)
        _schedule(report, site, author, 3, f"scheduled, web {web:+d} s, nginx {nginx:+d} s")
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
    for looks in looked:
        if looks.early(since, until) or looks.late(since, until) > LATE:
            print(f"  {looks.about}: {looks.changes(since)}")
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


def _library(folder: Path) -> Path:
    """What moves the clock of a process that it is preloaded into. (libfaketime hangs in Python's waits.)"""
    made = folder / "wrong_clock.so"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        raise SystemExit(
            "The drill needs a C compiler to set clocks wrong: install gcc, then run this again."
        )
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE)], check=True)
    return made


def _set_wrong(site: Site, library: Path, web: int, nginx: int) -> None:
    """Let both start again with clocks that are off by so many seconds."""
    for name, process in site.processes.items():
        if name == "web" or name.startswith("nginx"):
            shift = web if name == "web" else nginx
            process.env = process.env | {"LD_PRELOAD": str(library), "WRONG_BY": str(shift)}
            process.kill()
    time.sleep(RESTARTED)
    site.wait_until_up()
    told = Connection(site.ports[0]).get("/").head
    dated = parsedate_to_datetime(re.search(rb"Date: ([^\r]*)", told)[1].decode())  # type: ignore[index]
    if abs(dated.timestamp() - time.time() - nginx) > AHEAD:
        raise SystemExit("nginx did not take the wrong clock.")


def _until_kept(site: Site) -> None:
    """Return when pages are vouched for again."""
    while not all(is_kept(port, 0) for port in site.ports):
        time.sleep(0.1)
