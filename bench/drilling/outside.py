"""Writes that no verb makes: raw SQL by another program, seen by every reader soon after."""

import sqlite3
import time
from collections.abc import Callable

import psycopg

from bench.drilling.dictating import Dictation
from bench.drilling.matrix import is_kept, version_at
from bench.live.board import Board
from bench.live.judging import mark
from bench.live.report import Report
from bench.live.site import Site, live_site

INSTANCES, OTHERS, POSTS = 2, 40, 4
WRITES = 100
P99, LONGEST, PATIENCE = 1.0, 5.0, 10.0  # seconds
SQL = "UPDATE blog_post SET title = {0} WHERE slug = {0}"


def run(report: Report, database: str) -> None:
    """So many writes, each looked for at every instance."""
    with live_site(database, instances=INSTANCES, posts=OTHERS) as site:
        path = site.folder / "var" / "board"
        Board(path, POSTS)
        Dictation(site, path, POSTS).end()
        write = _writer(site)
        took = sorted(_until_seen(site, write, number % POSTS, 100 + number) for number in range(WRITES))
    report.row("outside writes: visible, p99", took[int(WRITES * 0.99) - 1], P99, "s")
    report.row("outside writes: visible, longest", took[-1], LONGEST, "s")


def _until_seen(site: Site, write: Callable[[str, str], None], post: int, version: int) -> float:
    end = time.monotonic() + PATIENCE
    while not all(is_kept(port, post) for port in site.ports) and time.monotonic() < end:
        time.sleep(0.02)
    write(f"Letter {mark(post, version)}", f"soak-{post}")
    written = time.monotonic()
    while any(version_at(port, post) != version for port in site.ports):
        if time.monotonic() - written > PATIENCE:
            break
        time.sleep(0.01)
    return time.monotonic() - written


def _writer(site: Site) -> Callable[[str, str], None]:
    if site.database:
        connection = psycopg.connect(site.database.url, autocommit=True)
        return lambda title, slug: connection.execute(SQL.format("%s"), [title, slug]) and None
    file = sqlite3.connect(site.folder / "var" / "stet.sqlite3", timeout=20, isolation_level=None)
    return lambda title, slug: file.execute(SQL.format("?"), [title, slug]) and None
