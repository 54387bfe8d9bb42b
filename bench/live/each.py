"""Measured on each database in turn. A process knows one of them, so each has a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.live.server import PostgreSQL
from bench.live.site import databases


def on_each(module: str, measure: Callable[[], int]) -> int:
    """Run *measure* on each database: what the worst of them gave. *module* is who asks, to be run again."""
    if database := os.environ.get("DATABASE"):
        print(f"\n{database}", flush=True)
        with _server(database):
            return measure()
    again = [sys.executable, "-m", module, *sys.argv[1:]]
    return max(subprocess.run(again, env=os.environ | {"DATABASE": each}).returncode for each in databases())


@contextmanager
def _server(name: str) -> Iterator[None]:
    """A server where *name* needs one; SQLite's file is made anyway."""
    if name != "postgresql":
        yield
        return
    server = PostgreSQL()
    os.environ["BENCH_DATABASE_URL"] = server.url
    try:
        yield
    finally:
        server.end()
