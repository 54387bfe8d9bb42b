"""A new name of the site changes every page at once: 10,000 of them, under load, and nobody gets an error."""

import multiprocessing
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.drilling.dictating import Dictation
from bench.live.asking import Broken, Connection
from bench.live.board import Board
from bench.live.judging import Judge
from bench.live.report import Report
from bench.live.site import Site, live_site

PAGES = int(os.environ.get("DRILL_PAGES") or 10_000)
INSTANCES, READERS, CONNECTIONS = 2, 2, 32
WARM, AFTER, CHANGES = 20.0, 10.0, 3  # seconds before the first change, seconds after each


def run(report: Report, database: str) -> None:
    """Readers at full speed, and the site is renamed under them."""
    with live_site(database, instances=INSTANCES, posts=PAGES) as site:
        path = site.folder / "var" / "board"
        board = Board(path, 1)
        author = Dictation(site, path, 1)
        told: Any = multiprocessing.get_context("fork").Queue()
        readers = [_begin(site, path, number, told) for number in range(READERS)]
        time.sleep(WARM)
        for version in range(1000, 1000 + CHANGES):
            author.ask(f"name {version}")
            time.sleep(AFTER)
        board.end()
        counts = sum((told.get(timeout=60) for _ in readers), Counter[str]())
        for reader in readers:
            reader.join()
        author.end()
    _report(report, counts)


def _report(report: Report, counts: Counter[str]) -> None:
    report.say("epoch changes: reads", f"{counts['reads']:,} ({dict(counts)})")
    report.row("epoch changes: answers 5xx", counts["5xx"], 0, "")
    report.row("epoch changes: broken connections", counts["broken"], 0, "")
    report.row("epoch changes: stale reads", counts["stale"], 0, "")
    report.row("epoch changes: pages asked for", counts["pages"] / READERS, PAGES / 10, "", least=True)


def _begin(site: Site, path: Path, number: int, told: Any) -> Any:
    process = multiprocessing.get_context("fork").Process(target=_read, args=(site.ports, path, number, told))
    process.start()
    return process


def _read(ports: list[int], path: Path, number: int, told: Any) -> None:
    """Ask on many connections at once, the first pages more often than the last."""
    board, choose, counts = Board(path, 1), random.Random(number), Counter[str]()
    judge = Judge(board)
    connections = [Connection(ports[n % len(ports)]) for n in range(CONNECTIONS)]
    asked_for = set[int]()
    while not board.is_over:
        acknowledged, asked = board.acknowledged(), []
        for connection in connections:
            page = int(
                PAGES ** choose.random()
            )  # Zipf's law: what is asked for half as often is twice as far
            asked_for.add(page)
            try:
                connection.send(f"/blog/letter-{page}/")
                asked.append(connection)
            except Broken:
                counts["broken"] += 1
        for connection in asked:
            _take(connection, judge, acknowledged, counts)
    counts["pages"] = len(asked_for)
    told.put(counts)


def _take(connection: Connection, judge: Judge, acknowledged: list[int], counts: Counter[str]) -> None:
    try:
        answer = connection.receive()
    except Broken:
        counts["broken"] += 1
        return
    counts["reads"] += 1
    counts["5xx"] += answer.status >= 500
    counts[answer.state or "no state"] += 1
    if answer.status == 200:
        counts["stale"] += bool(judge.stale(answer, acknowledged, None)[1])
