"""``make bench-search``: what a search costs at 1,000, 20,000 and 100,000 posts, on both databases.

Each query is asked as a reader asks it, by the whole page, with nothing kept; the figure is the time until
the answer is there, in the process that makes it. The queries are of every kind that people type: a word of a
few texts and of nearly all, several, phrases, beginnings, slips, narrowed, CJK, Persian, and nonsense.
BENCH_SEARCH names a folder in which SQLite's databases are kept for the next run.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from bench import start
from bench.__main__ import missed, row

sys.path.insert(0, str(start.ROOT / "bin"))

from machine import postgres

LIMITS = {1_000: 15.0, 20_000: 15.0, 100_000: 50.0}  # ms, of the slowest but one in twenty
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,20000,100000").split(",")]


def main() -> None:
    """Measure all sizes on both databases and print a row for each."""
    with tempfile.TemporaryDirectory(prefix="stet-search-") as name:
        folder = Path(os.environ.get("BENCH_SEARCH") or name)
        for posts in SIZES:
            is_built = _sqlite(folder, posts).exists()
            _measure("SQLite", posts, start.environment(folder, posts), is_built=is_built)
    for posts in SIZES:
        with postgres.throwaway() as url, tempfile.TemporaryDirectory(prefix="stet-search-") as name:
            env = start.environment(Path(name), posts) | {"DATABASE_URL": url}
            _measure("PostgreSQL", posts, env, is_built=False)
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def _sqlite(folder: Path, posts: int) -> Path:
    return folder / f"{posts}.sqlite3"


def _measure(database: str, posts: int, env: dict[str, str], *, is_built: bool) -> None:
    env = env | {"PAGES_REDIS_URL": "", "REDIS_URL": ""}
    start.manage(env, "release")
    if not is_built:
        start.module(env, "bench.build", str(posts), "--index")
    asked = json.loads(start.module(env, "bench.searches").splitlines()[-1])
    row(f"search, {posts:,} posts, {database}, median", asked["p50"], LIMITS.get(posts, 50.0), "ms")
    row(f"search, {posts:,} posts, {database}, p95", asked["p95"], LIMITS.get(posts, 50.0), "ms")
    print(f"  slowest: {', '.join(f'{query} {ms:.0f}' for query, ms in asked['slowest'])}", flush=True)


if __name__ == "__main__":
    main()
