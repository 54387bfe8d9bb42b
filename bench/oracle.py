"""``make oracle``: the page cache's state machine at length, 300 examples of 60 steps on each database.

It is played in five parts. Each has a fifth of the cells (a write, a fault, the step where they meet) and 60
of the examples, and ends with the table of what has met what; it fails where a kept page is not what would be
made now, and where a cell was not met. ``ORACLE_PART=2/5`` plays that one alone: the hours can be had in
several sittings, or on several machines. DATABASE=sqlite|postgresql takes one database, ORACLE_EXAMPLES
and ORACLE_STEPS say other lengths of the whole.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench import start
from bench.live.site import databases

sys.path.insert(0, str(start.ROOT / "bin"))

from machine import postgres

PARTS = 5
EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES") or 300)
STEPS = os.environ.get("ORACLE_STEPS") or "60"
PYTEST = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", "tests/oracle"]


def main() -> int:
    asked = os.environ.get("ORACLE_PART")
    parts = [asked] if asked else [f"{index}/{PARTS}" for index in range(1, PARTS + 1)]
    ended = [_play(database, part) for database in databases() for part in parts]
    print(f"{ended.count(0)} of {len(ended)} parts found nothing stale and met every cell.")
    return 1 if any(ended) else 0


def _play(database: str, part: str) -> int:
    print(f"{database}, part {part}: begins.", flush=True)
    began = time.monotonic()
    with _served(database) as env:
        ended = subprocess.run(PYTEST, env={**os.environ, **env, **_length(part)}).returncode
    minutes = (time.monotonic() - began) / 60
    print(f"{database}, part {part}: {'failed' if ended else 'good'}, {minutes:.0f} min.", flush=True)
    return ended


@contextmanager
def _served(database: str) -> Iterator[dict[str, str]]:
    """The environment in which tests find *database*."""
    if database == "postgresql":
        with postgres.throwaway() as url:
            yield {"DATABASE_URL": url}
    else:
        yield {}


def _length(part: str) -> dict[str, str]:
    examples = EXAMPLES // int(part.partition("/")[2])
    return {
        "ORACLE_PART": part,
        "ORACLE_LONG": "yes",
        "ORACLE_EXAMPLES": str(examples),
        "ORACLE_STEPS": STEPS,
    }


if __name__ == "__main__":
    sys.exit(main())
