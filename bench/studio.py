"""``make bench-studio``: the studio's pages over 1,000 and 100,000 posts, each figure beside its limit.

Answers are timed in processor time, medians of some rounds; queries are counted at both sizes. It
measures SQLite, and the PostgreSQL that BENCH_DATABASE_URL names where it does; the command exits 1 when a
limit is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import start

SMALL, LARGE = 1_000, int(os.environ.get("BENCH_POSTS", "100000"))
LIST_MS, SAVE_MS, WEIGHT_KB = 100.0, 100.0, 100.0


def main() -> None:
    """Build both sites, measure them, and print a row for each figure."""
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="stet-bench-studio-") as name:
        folder = Path(name)
        small, large = (_measured(folder, posts) for posts in (SMALL, LARGE))
        for what, figure in large["ms"].items():
            limit = SAVE_MS if what.startswith("saving") else LIST_MS
            missed += _row(f"{what}, {LARGE:,} posts", figure, limit, "ms")
        for what, figure in large["queries"].items():
            missed += _row(
                f"queries of {what}, {SMALL:,} → {LARGE:,}", figure, small["queries"][what], "queries"
            )
        for what, figure in large["kB"].items():
            missed += _row(f"weight of {what}, compressed", figure, WEIGHT_KB, "kB")
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def _measured(folder: Path, posts: int) -> dict[str, dict[str, float]]:
    env = start.environment(folder, posts) | {"PAGES_REDIS_URL": "", "REDIS_URL": ""}
    print(f"building {posts:,} posts with their history …", flush=True)
    _ran(["bench.build", str(posts)], env)
    _ran(["bench.history"], env)
    if posts == LARGE:
        _manage("release", env)
    return json.loads(_ran(["bench.desk"], env).splitlines()[-1])  # type: ignore[no-any-return]


def _row(what: str, figure: float, limit: float, unit: str) -> list[str]:
    """Print one figure beside its limit, and hand back what is missed."""
    is_met = figure <= limit
    print(f"{what:<58} {figure:>8.1f} {unit:<8} ≤ {limit:g}  {'' if is_met else '← missed'}", flush=True)
    return [] if is_met else [what]


def _manage(command: str, env: dict[str, str]) -> None:
    _run([sys.executable, str(start.ROOT / "manage.py"), command], env)


def _ran(module: list[str], env: dict[str, str]) -> str:
    return _run([sys.executable, "-m", *module], env)


def _run(command: list[str], env: dict[str, str]) -> str:
    ran = subprocess.run(command, env=env, cwd=start.ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stderr or ran.stdout)
    return ran.stdout


if __name__ == "__main__":
    main()
