"""A site of its own: a clone of the project, its Procfile's processes supervised one by one, and a database.

``DATABASE=sqlite`` or ``DATABASE=postgresql`` takes one of the two; without it a command does both in turn.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.live.asking import Broken, Connection
from bench.live.process import Supervised
from bench.live.server import PostgreSQL
from tests.deploy.running import clone, emptied_environment, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
UP = 60.0  # seconds in which the site has to answer
PAGES = Path("var/run/pages.sock")


def databases() -> list[str]:
    """The databases to do it on: both, or the one that DATABASE names."""
    known, asked = ["sqlite", "postgresql"], os.environ.get("DATABASE")
    if asked and asked not in known:  # taken for the other one, it would look as if both had been shown
        raise SystemExit(f"DATABASE={asked} is none that is known here: say {' or '.join(known)}.")
    return [asked] if asked else known


class Site:
    """A running site in *folder*: its processes by name, and the ports that its nginx instances listen on."""

    def __init__(self, folder: Path, env: dict[str, str], ports: list[int]) -> None:
        self.folder, self.env, self.ports = folder, env, ports
        self.processes: dict[str, Supervised] = {}
        self.database: PostgreSQL | None = None

    def start(self, name: str, arguments: str = "", **more: str) -> Supervised:
        """Start one of the Procfile's processes, with further arguments and a further environment."""
        command = ["sh", "-c", f"{self._line(name)} {arguments}".strip()]
        self.processes[name] = Supervised(name, command, self.folder, self.env | more)
        return self.processes[name]

    def __getitem__(self, name: str) -> Supervised:
        return self.processes[name]

    @property
    def nginx_workers(self) -> list[int]:
        """The workers of all nginx instances."""
        return [pid for name in self.processes if name.startswith("nginx") for pid in self[name].children]

    @property
    def pages_socket(self) -> Path:
        """Where the pages' Redis listens."""
        return self.folder / PAGES

    def python(self, module: str, *arguments: str) -> list[str]:
        """The command that runs a module of the clone."""
        return [sys.executable, "-m", module, *arguments]

    def run(self, *command: str, **more: str) -> str:
        """What a command in the clone prints; it has to end well."""
        ran = subprocess.run(
            command, cwd=self.folder, env=self.env | more, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise SystemExit(f"{' '.join(command[-3:])} failed: {ran.stderr[-2000:] or ran.stdout[-2000:]}")
        return ran.stdout

    def wait_until_up(self) -> None:
        """Return when every instance answers through the app."""
        end = time.monotonic() + UP
        for port in self.ports:
            while not _answers(port):
                if time.monotonic() > end:
                    raise SystemExit(f"Port {port} did not answer: {self.words('nginx')} {self.words('web')}")
                time.sleep(0.1)

    def words(self, name: str) -> str:
        """The last that a process said."""
        log = self.folder / "var" / "log" / f"{name}.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def end(self) -> None:
        for process in reversed(self.processes.values()):
            process.end()

    def _line(self, name: str) -> str:
        kind, _, number = name.partition("@")
        lines = dict(
            line.split(": ", 1)
            for line in (self.folder / "Procfile").read_text().splitlines()
            if ": " in line
        )
        line = lines[kind]
        return line.replace("var/nginx.conf", f"var/nginx-{number}.conf") if number else line


@contextmanager
def live_site(database: str, *, instances: int = 1, posts: int = 0, **said: str) -> Iterator[Site]:
    """A running site with so many *posts*, behind so many *instances* of nginx.

    *said* is what else the environment of its processes says.
    """
    with prepared_site(database, instances=instances, posts=posts, **said) as site:
        start_all(site)
        yield site


@contextmanager
def prepared_site(database: str, *, instances: int = 1, posts: int = 0, **said: str) -> Iterator[Site]:
    """As ``live_site``, with only the database and Redis running."""
    folder = Path(tempfile.mkdtemp(prefix="stet-live-"))
    site = Site(folder, {}, [free_port() for _ in range(instances)])
    try:
        clone(folder)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        site.env = _environment(site, database, said)
        site.start("redis")
        site.start("pages-redis")
        if posts:
            site.run(*site.python("bench.build", str(posts)))
        yield site
    finally:
        site.end()
        if site.database:
            site.database.end()
        shutil.rmtree(folder, ignore_errors=True)


def start_all(site: Site) -> None:
    """Start what is not running yet, and wait until it answers."""
    for name in ("web", "worker", *nginx_names(site)):
        if name not in site.processes:
            site.start(name)
    site.wait_until_up()


def nginx_names(site: Site) -> list[str]:
    """The names that the site's nginx instances go by."""
    return ["nginx", *(f"nginx@{number}" for number in range(1, len(site.ports)))]


def _environment(site: Site, database: str, said: dict[str, str]) -> dict[str, str]:
    base = emptied_environment(PATH=f"{os.environ['PATH']}:/usr/sbin:/sbin", **said)
    if database == "postgresql":
        site.database = PostgreSQL()
        base["DATABASE_URL"] = site.database.url
    command = [sys.executable, "-m", "bench.live.prepare", str(site.ports[0])]
    site.env = base
    told = site.run(*command)
    _configure_further_instances(site)
    return base | json.loads(told.splitlines()[-1])


def _configure_further_instances(site: Site) -> None:
    text = (site.folder / "var/nginx.conf").read_text()
    for number, port in enumerate(site.ports[1:], start=1):
        (site.folder / f"var/tmp/nginx-{number}").mkdir(parents=True)
        own = text.replace(f":{site.ports[0]} default_server", f":{port} default_server")
        own = own.replace("var/tmp/nginx/", f"var/tmp/nginx-{number}/")
        own = re.sub(r"var/run/nginx\.pid", f"var/run/nginx-{number}.pid", own)
        (site.folder / f"var/nginx-{number}.conf").write_text(own)


def _answers(port: int) -> bool:
    try:
        return Connection(port, patience=5).get("/healthz").status == 200
    except Broken:
        return False
