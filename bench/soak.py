"""``make soak``: readers at full speed while authors publish; a read after an acknowledgement is never stale.

Three nginx instances of two workers each on one Redis and one app. A second, shorter run has the wait for
nginx switched off: it must find stale reads, else the first one proves nothing. SOAK_READS and SOAK_PUBLISHES
shorten it, SOAK_WITHOUT_WAIT=1 takes the second run alone, DATABASE=sqlite|postgresql one database.
"""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.live.board import Board
from bench.live.process import tell
from bench.live.progress import Progress
from bench.live.report import Report
from bench.live.site import Site, databases, live_site

READS = int(os.environ.get("SOAK_READS") or 1_000_000)
PUBLISHES = int(os.environ.get("SOAK_PUBLISHES") or 5_000)
INSTANCES, AUTHORS, READERS, POSTS, OTHERS = 3, 4, 4, 48, 200
JUST_CHANGED, FROM_MEMORY = 20, 50  # per cent
LONGEST = 60 * 60.0  # seconds
STOPS = (0.01, 0.06)  # seconds that an nginx worker is stopped for, from time to time
LONG_STOPS = (0.1, 0.4)
CONFIDENT = 3.0  # nothing found in n reads: at 95 % it happens in fewer than 3/n


@dataclass
class Soaked:
    """What came out of a run."""

    counts: Counter[str]
    states: Counter[str]
    findings: list[str]
    waits: list[float]
    publishes: int
    seconds: float


def main() -> None:
    """Soak on each database; the command fails when a figure misses its limit."""
    report = Report()
    for database in databases():
        with live_site(database, instances=INSTANCES, posts=OTHERS) as site:
            if not os.environ.get("SOAK_WITHOUT_WAIT"):
                _report(report, database, _soak(site, READS, PUBLISHES))
            _report_without_wait(report, database, site)
    report.end()


def _report(report: Report, database: str, soaked: Soaked) -> None:
    print(f"\n{database}, {soaked.seconds:.0f} s; X-Page-Cache: {dict(soaked.states.most_common())}")
    for finding in soaked.findings:
        print(f"  stale: {finding}")
    counts = soaked.counts
    aimed = _percent(counts["just changed"], counts["checked"])
    from_memory = _percent(soaked.states["hit"], counts["reads"])
    report.row("checked reads", counts["checked"], READS, "", least=True)
    report.row("publishes", soaked.publishes, PUBLISHES, "", least=True)
    report.row("stale reads", counts["stale"], 0, "")
    report.row("answers 5xx", counts["5xx"], 0, "")
    report.row("of a page changed ≤ 50 ms before", aimed, JUST_CHANGED, "%", least=True)
    report.row("from nginx's memory", from_memory, FROM_MEMORY, "%", least=True)
    report.say("bound on stale reads (95 %)", f"{CONFIDENT / max(1, counts['checked']):.2e} of all")
    waits = sorted(soaked.waits)
    report.say("wait for nginx", f"p50 {_quantile(waits, 0.5):.1f} ms, p99 {_quantile(waits, 0.99):.1f} ms")


def _report_without_wait(report: Report, database: str, site: Site) -> None:
    """Without the wait the same readers have to find stale pages, or they could not find them at all."""
    soaked = _soak(site, READS // 10, PUBLISHES // 10, stops=LONG_STOPS, SOAK_WITHOUT_WAIT="1")
    print(f"\n{database}, nobody waits for nginx, {soaked.seconds:.0f} s: {soaked.counts['checked']} reads")
    report.row("stale reads that it finds then", soaked.counts["stale"], 1, "", least=True)


def _soak(site: Site, reads: int, publishes: int, stops: tuple[float, float] = STOPS, **said: str) -> Soaked:
    path = site.folder / "var" / "board"
    board = Board(path, POSTS)
    board.begin()
    authors = [_begin(site, "author", path, n, said) for n in range(AUTHORS)]
    for author in authors:
        assert author.stdout
        if author.stdout.readline() != "ready\n":
            raise SystemExit("An author could not begin.")
    board.begin()
    begun = time.monotonic()
    readers = [_begin(site, "reader", path, n, {}, *map(str, site.ports)) for n in range(READERS)]
    progress = Progress("checked reads", reads)
    with _stopping(site, stops):
        while (board.checks < reads or board.publishes < publishes) and time.monotonic() - begun < LONGEST:
            time.sleep(0.2)
            progress.reach(board.checks)
            if any(process.poll() is not None for process in (*authors, *readers)):
                break
        published, seconds = board.publishes, time.monotonic() - begun
    progress.end()
    board.end()
    told = [json.loads(reader.communicate()[0]) for reader in readers]
    waits = [wait for author in authors for wait in json.loads(author.communicate()[0])]
    counts, states = Counter[str](), Counter[str]()
    for own, own_states, _ in told:
        counts.update(own)
        states.update(own_states)
    findings = [finding for *_, own in told for finding in own]
    return Soaked(counts, states, findings, waits, published, seconds)


def _begin(
    site: Site, who: str, board: Path, number: int, said: dict[str, str], *more: str
) -> "subprocess.Popen[str]":
    command = site.python(f"bench.live.{who}", str(board), str(POSTS), str(number), str(AUTHORS), *more)
    return subprocess.Popen(command, cwd=site.folder, env=site.env | said, stdout=subprocess.PIPE, text=True)


@contextmanager
def _stopping(site: Site, seconds: tuple[float, float]) -> Iterator[None]:
    """Meanwhile, stop one nginx worker or another for a moment: only a stopped one shows a missing wait."""
    is_over = threading.Event()
    choose = random.Random(5)

    def stop_and_go() -> None:
        while not is_over.wait(0.5):
            worker = choose.choice(site.nginx_workers)
            tell(worker, signal.SIGSTOP)
            time.sleep(choose.uniform(*seconds))
            tell(worker, signal.SIGCONT)

    thread = threading.Thread(target=stop_and_go)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _percent(part: int, whole: int) -> float:
    return 100 * part / max(1, whole)


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


if __name__ == "__main__":
    main()
