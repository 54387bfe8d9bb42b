"""A PostgreSQL whose laid databases stay, one for each number of posts."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import start

sys.path.insert(0, str(start.ROOT / "bin"))

from machine import postgres

FOLDER = os.environ.get("SCALE_FOLDER", "")
SETTINGS = (
    *("shared_buffers=1GB", "maintenance_work_mem=1GB", "max_wal_size=2GB", "wal_level=minimal"),
    *("max_wal_senders=0", "autovacuum=off", "default_toast_compression=lz4"),
)
IN_PLACE = 500_000  # posts from which on no copy is made to be measured: it would take too long


class Server:
    """The server in *folder*, at *url*."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def lay(self, posts: int) -> None:
        """Let there be a database of so many *posts*; one that was begun and not ended is made anew."""
        name = f"posts_{posts}"
        if name in self._names():
            return
        print(f"laying {posts:,} posts", flush=True)
        self._say(f"DROP DATABASE IF EXISTS {name}_begun", f"CREATE DATABASE {name}_begun TEMPLATE template0")
        command = [sys.executable, "-m", "bench.scaling.laying", str(posts)]
        subprocess.run(command, env=self.environment(f"{name}_begun"), cwd=start.ROOT, check=True)
        self._say(f"ALTER DATABASE {name}_begun RENAME TO {name}")

    @contextmanager
    def measured(self, posts: int) -> Iterator[dict[str, str]]:
        """The environment of a site over the database of so many *posts*, or over a copy of it."""
        name = f"posts_{posts}"
        if posts >= IN_PLACE:
            yield self.environment(name)
            return
        self._say("DROP DATABASE IF EXISTS measured")
        self._say(f"CREATE DATABASE measured TEMPLATE {name} STRATEGY file_copy")
        yield self.environment("measured")
        self._say("DROP DATABASE measured")

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a site over the database *name*."""
        env = start.environment(self.folder, 0)
        return env | {"DATABASE_URL": self.url.replace("/postgres?", f"/{name}?"), "REDIS_URL": ""}

    @property
    def pid(self) -> int:
        """The server's process."""
        return int((self.folder / "pg" / "data" / "postmaster.pid").read_text().split()[0])

    def _names(self) -> set[str]:
        with psycopg.connect(self.url) as server:
            return {name for (name,) in server.execute("SELECT datname FROM pg_database")}

    def _say(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as server:
            for statement in statements:
                server.execute(statement)


@contextmanager
def server() -> Iterator[Server]:
    """Run it in SCALE_FOLDER, where it stays for the next time, else in a folder that goes."""
    with tempfile.TemporaryDirectory(prefix="stet-scale-") as name:
        folder = Path(FOLDER or name).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # its server may be another user
        with postgres.kept(folder / "pg", *SETTINGS) as url:
            yield Server(folder, url)
