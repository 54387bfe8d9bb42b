"""``make drill-backup``: 20,000 posts with media are backed up, lost, and taken back; all is compared.

    python -m bench.backup_drill [posts]

On each database in turn, or on the one that DATABASE=sqlite|postgresql names. It fails where an address says
something else afterwards, where a backup takes so long that five minutes could be lost, or where the site is
not back within fifteen.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyrage

from bench import start
from bench.live.each import on_each

POSTS, FILES = 20_000, 2_000
LARGEST = 120_000  # bytes of a file
RPO, RTO = 5 * 60, 15 * 60  # seconds

missed: list[str] = []


def main(posts: int) -> int:
    """Go through it and print each step with its time; 1 where a limit is missed."""
    missed.clear()
    with tempfile.TemporaryDirectory(prefix="stet-drill-") as name:
        folder = Path(name)
        key = pyrage.x25519.Identity.generate()
        (folder / "key").write_text(str(key))
        env = start.environment(folder, posts) | {
            "PAGES_REDIS_URL": "",
            "REDIS_URL": "",
            "MEDIA_ROOT": str(folder / "media"),
            "BACKUP_TO": str(folder / "backups"),
            "BACKUP_RECIPIENTS": str(key.to_public()),
        }
        _timed(f"{posts:,} posts with {FILES:,} files", lambda: furnish(folder, posts, FILES, env))
        _timed("the first backup, of all", lambda: _manage("backup", env))
        took = _timed("the next one", lambda: _manage("backup", env))
        _limit("what could be lost, with one every four minutes", 4 * 60 + took, RPO)
        before = addresses(env)
        _timed("trying it", lambda: _manage("restore", env, "--verify", "--key", str(folder / "key")))
        lose(folder, env)
        took = _timed(
            "taking it back", lambda: _manage("restore", env, "--replace", "--key", str(folder / "key"))
        )
        _limit("the site is back after", took, RTO)
        _compare(before, addresses(env))
        _refusals(env)
    print(f"Missed: {', '.join(missed)}." if missed else "Nothing is missed.")
    return 1 if missed else 0


def furnish(folder: Path, posts: int, files: int, env: dict[str, str]) -> None:
    """A site of so many *posts* and *files*."""
    dice = random.Random(7)
    for number in range(files):
        path = folder / "media" / "pictures" / f"{number % 100:02}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dice.randbytes(dice.randrange(2_000, LARGEST)))
    start.module(env, "bench.build", str(posts))
    start.manage(env, "release")


def addresses(env: dict[str, str]) -> dict[str, str]:
    """What every address says, by its hash, at one moment that is the same before and after."""
    return dict(json.loads(start.module(env, "bench.every_address").splitlines()[-1]))


def lose(folder: Path, env: dict[str, str]) -> None:
    """The disk is gone: the media, and every row."""
    shutil.rmtree(folder / "media")
    for path in folder.glob("*.sqlite3*"):
        path.unlink()
    if env["DATABASE_URL"].startswith("postgres"):
        start.manage(env, "flush", "--no-input")


def _compare(before: dict[str, str], after: dict[str, str]) -> None:
    other = sorted(address for address in {*before, *after} if before.get(address) != after.get(address))
    print(f"{len(before):,} addresses compared, {len(other):,} say something else {' '.join(other[:5])}")
    if other or not before:
        missed.append("the same site")


def _refusals(env: dict[str, str]) -> None:
    """Each kind of broken backup, on a small site."""
    chosen = ["tests/unit/operations/test_backups.py", "-k", "broken", "-vv", "-n", "0"]
    said = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen], capture_output=True, text=True, check=False
    )
    print(f"{said.stdout.count('PASSED')} kinds of broken backups refused")
    if said.returncode:
        print(said.stdout)
        missed.append("a broken backup")


def _manage(command: str, env: dict[str, str], *arguments: str) -> None:
    print(start.manage(env, command, *arguments).strip())


def _timed(what: str, do: Callable[[], object]) -> float:
    began = time.monotonic()
    do()
    took = time.monotonic() - began
    print(f"{what:52} {took:8.1f} s", flush=True)
    return took


def _limit(what: str, seconds: float, limit: float) -> None:
    met = seconds <= limit
    print(f"{what:52} {seconds:8.1f} s   ≤ {limit:.0f}{'' if met else '  ← missed'}", flush=True)
    if not met:
        missed.append(what)


if __name__ == "__main__":
    sys.exit(on_each("bench.backup_drill", lambda: main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS)))
