"""The figures of a site of one size, taken step by step; what was taken stays with the databases."""

import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench import start
from bench.bodies import distinct
from bench.measure import TICKS
from bench.scaling.databases import Server
from bench.spent import yardstick

IMPORTED = 300
TOO_MANY_TO_BACK_UP = 500_000  # a backup takes the half of the database's room, and for a while twice that
TABLES = """
    SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC"""

Env = dict[str, str]
Figures = dict[str, Any]


def take(server: Server, posts: int) -> Figures:
    """All figures of a site of so many *posts*; those that an earlier run took are not taken again."""
    at = server.folder / "figures" / f"{posts}.json"
    at.parent.mkdir(exist_ok=True)
    found: Figures = json.loads(at.read_text()) if at.exists() else {}
    if STEPS.keys() <= found.keys():
        return found
    with server.measured(posts) as env:
        start.manage(env, "release")
        for name, step in STEPS.items():
            if name not in found:
                begun, before = time.monotonic(), yardstick()
                found[name] = step(server, env, posts)
                found.setdefault("yards", {})[name] = (before + yardstick()) / 2
                at.write_text(json.dumps(found))
                print(f"{posts:>9,} posts: {name} in {time.monotonic() - begun:.0f} s", flush=True)
    return found


def _tables(server: Server, env: Env, posts: int) -> list[tuple[str, int, int]]:
    """The largest tables: what their rows and what their indexes take, in bytes."""
    with psycopg.connect(env["DATABASE_URL"]) as database:
        return [(name, rows, indexes) for name, rows, indexes in database.execute(TABLES).fetchmany(12)]


def _asked(server: Server, env: Env, posts: int) -> Figures:
    return _said(env, "bench.scaling.asking", str(posts))


def _searched(server: Server, env: Env, posts: int) -> Figures:
    return _said(env | {"PAGES_REDIS_URL": ""}, "bench.searches", "cpu")


def _said(env: Env, module: str, *arguments: str) -> Figures:
    found: Figures = json.loads(start.module(env, module, *arguments).splitlines()[-1])
    return found


def _imported(server: Server, env: Env, posts: int) -> Figures:
    """How many posts the importer brings in a second, and the processor time of one with its database."""
    with _source(server.folder / "import") as source:
        before, begun = _spent(server.pid), time.monotonic()
        start.manage(env | {"PAGES_REDIS_URL": ""}, "import_content", str(source))
        took, spent = time.monotonic() - begun, _spent(server.pid) - before
    return {"rate": IMPORTED / took, "cpu": spent / IMPORTED}


@contextmanager
def _source(folder: Path) -> Iterator[Path]:
    """Posts to import; their addresses say when, so that nobody has them from an earlier run."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "_posts").mkdir(parents=True)
    for n, body in enumerate(distinct(IMPORTED)):
        name = f"2020-{1 + n % 12:02}-{1 + n % 28:02}-brought-{int(time.time())}-{n}.md"
        said = f"---\ntitle: Letter {n}\ntags: [topic-{1 + n % 9}, bench]\n---\n{body}"
        (folder / "_posts" / name).write_text(said, encoding="utf-8")
    yield folder
    shutil.rmtree(folder)


def _spent(server: int) -> float:
    """Milliseconds of processor time of all commands that ended, and of all the server's sessions."""
    time.sleep(0.2)  # a session's end is noticed a moment later
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Source: proc(5), after the name in brackets the 14th and 15th are of children that ended.
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (own.ru_utime + own.ru_stime) * 1000 + (int(fields[13]) + int(fields[14])) * 1000 / TICKS


def _backed_up(server: Server, env: Env, posts: int) -> Figures | None:
    """How long a backup takes without media, and its bytes; None where they would need too much room."""
    if posts >= TOO_MANY_TO_BACK_UP:
        return None
    to = server.folder / "backups"
    begun = time.monotonic()
    start.manage(env | {"BACKUP_TO": str(to), "MEDIA_ROOT": str(server.folder / "media")}, "backup")
    took = time.monotonic() - begun
    size = sum(path.stat().st_size for path in to.rglob("*") if path.is_file())
    shutil.rmtree(to)
    return {"seconds": took, "bytes": size}


STEPS: dict[str, Callable[[Server, Env, int], Any]] = {
    "tables": _tables,
    "backup": _backed_up,
    "asked": _asked,
    "search": _searched,
    "import": _imported,
}
