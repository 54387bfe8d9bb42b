"""``make bench-studio``: the studio's pages over 1,000 and 100,000 posts, each figure beside its limit.

Answers are timed in processor time, medians of some rounds; queries are counted at both sizes. Both databases
are measured in turn, or the one that DATABASE=sqlite|postgresql names; the command exits 1 when a limit is
missed.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import start
from bench.live.site import databases

sys.path.insert(0, str(start.ROOT / "bin"))

from machine import postgres

SMALL, LARGE = 1_000, int(os.environ.get("BENCH_POSTS", "100000"))
LIST_MS, SAVE_MS, WEIGHT_KB = 100.0, 100.0, 100.0

Figures = dict[str, dict[str, float]]


def main() -> None:
    """Build both sites on each database, measure them, and print a row for each figure."""
    with tempfile.TemporaryDirectory(prefix="stet-bench-studio-") as name:
        folder = Path(name)
        start.manage(start.environment(folder, 0), "release")
        missed = [what for database in databases() for what in _missed_on(database, folder)]
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def _missed_on(database: str, folder: Path) -> list[str]:
    print(f"\n{database}", flush=True)
    small, large = (_measured(database, folder, posts) for posts in (SMALL, LARGE))
    missed: list[str] = []
    for what, figure in large["ms"].items():
        limit = SAVE_MS if what.startswith("saving") else LIST_MS
        missed += _row(f"{what}, {LARGE:,} posts", figure, limit, "ms")
    for what, figure in large["queries"].items():
        missed += _row(f"queries of {what}, {SMALL:,} → {LARGE:,}", figure, small["queries"][what], "queries")
    for what, figure in large["kB"].items():
        missed += _row(f"weight of {what}, compressed", figure, WEIGHT_KB, "kB")
    return [f"{what} ({database})" for what in missed]


def _measured(database: str, folder: Path, posts: int) -> Figures:
    with _site(database, folder, posts) as env:
        print(f"building {posts:,} posts with their history …", flush=True)
        start.module(env, "bench.build", str(posts))
        start.module(env, "bench.history")
        return json.loads(start.module(env, "bench.desk").splitlines()[-1])  # type: ignore[no-any-return]


@contextmanager
def _site(database: str, folder: Path, posts: int) -> Iterator[dict[str, str]]:
    """The environment of a site in *folder*, where there is one with a server of its own."""
    env = start.environment(folder, posts) | {"PAGES_REDIS_URL": "", "REDIS_URL": ""}
    if database == "sqlite":
        yield env
        return
    with postgres.throwaway() as url:
        yield env | {"DATABASE_URL": url}


def _row(what: str, figure: float, limit: float, unit: str) -> list[str]:
    """Print one figure beside its limit, and hand back what is missed."""
    is_met = figure <= limit
    print(f"{what:<58} {figure:>8.1f} {unit:<8} ≤ {limit:g}  {'' if is_met else '← missed'}", flush=True)
    return [] if is_met else [what]


if __name__ == "__main__":
    main()
