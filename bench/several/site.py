"""One site on seven machines: two nginx, two with gunicorn and a worker, PostgreSQL, Redis, a store with S3.

What each is told and what runs where is what docs/several-machines.md says.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from bench.field.served import ENVIRONMENT, PYTHON
from bench.live.process import Supervised
from bench.live.server import PostgreSQL
from bench.several.network import NET, Machine, joined
from bench.several.reading import HOST, PORT, ask
from tests.deploy.running import clone

UP = 180.0  # seconds
KEYS = {"AWS_ACCESS_KEY_ID": "several", "AWS_SECRET_ACCESS_KEY": "a-secret-of-this-test"}
STORE_PORT, REDIS_PORT, PAGES_PORT = 8333, 6379, 6380
WEED = str(ENVIRONMENT / "bin/weed")


class Several:
    """The machines and their processes, by name: ``nginx-a web-b worker-a redis pages-redis store``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.edges = [Machine("edge-a", 11), Machine("edge-b", 12)]
        self.apps = [Machine("app-a", 21), Machine("app-b", 22)]
        self.data, self.cache, self.store = Machine("db", 31), Machine("redis", 32), Machine("s3", 33)
        self.processes: dict[str, Supervised] = {}
        self.database: PostgreSQL | None = None
        self.pages = redis.Redis(self.cache.address, PAGES_PORT, socket_timeout=2, socket_connect_timeout=1)

    @property
    def machines(self) -> list[Machine]:
        return [*self.edges, *self.apps, self.data, self.cache, self.store]

    def settings(self, machine: Machine) -> dict[str, str]:
        """The environment of *machine*: the first half is the same everywhere."""
        assert self.database
        return {
            "SITE_URL": f"http://{HOST}",
            "SECRET_KEY": "the same on every machine of this test, and of no other",
            "DATABASE_URL": self.database.url,
            "PAGES_REDIS_URL": f"redis://{self.cache.address}:{PAGES_PORT}",
            "REDIS_URL": f"redis://{self.cache.address}:{REDIS_PORT}",
            "MEDIA_STORE": f"s3://media/site?endpoint=http://{self.store.address}:{STORE_PORT}&region=here",
            "WEB_SERVERS": ",".join(f"{app.address}:{PORT}" for app in self.apps),
            "NEIGHBOURS": f"{NET}.0/24",
            "EDGE_STATUS": ",".join(f"http://{edge.address}:{PORT}/edge-status" for edge in self.edges),
            "PORT": str(PORT),
            "WEB_ADDRESS": f"{machine.address}:{PORT}",
            "LISTEN": machine.address,
            "VAR_DIR": str(self.folder / machine.name),
            "NGINX_CONF": str(self.folder / machine.name / "nginx.conf"),
            "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin",
            **KEYS,
        }

    def manage(self, machine: Machine, *words: str) -> str:
        """What a command of *machine* prints."""
        ran = subprocess.run(
            [*machine.within, PYTHON, "manage.py", *words],
            cwd=self.folder,
            env=self.settings(machine),
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise SystemExit(f"manage.py {words[0]} failed: {ran.stderr[-2000:]}")
        return ran.stdout

    def start(self, name: str, machine: Machine, command: list[str]) -> None:
        """Start a process of *machine*; it is started again when it ends."""
        self.processes[name] = Supervised(
            name, [*machine.within, *command], self.folder, self.settings(machine)
        )

    def has_the_duties(self) -> str:
        """The machine whose worker has them, "" where none has."""
        assert self.database
        asked = (
            "SELECT host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid) "
            f"WHERE locktype = 'advisory' AND objid = {0x57E7} AND granted"
        )
        found = self.database.ask(asked).split()
        return next((app.name for app in self.apps if [app.address] == found), "")

    def words(self, name: str) -> str:
        """All that a process has said."""
        log = self.folder / f"var/log/{name}.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def keeper(self) -> bytes:
        """Which keeper vouches for the pages, by its token."""
        return bytes(self.pages.get("pc:keeper") or b"")

    def end(self) -> None:
        for process in reversed(self.processes.values()):
            process.end()
        if self.database:
            self.database.end()


@contextmanager
def several() -> Iterator[Several]:
    """The running site, with nothing written on it."""
    folder = Path(tempfile.mkdtemp(prefix="stet-several-"))
    site = Several(folder)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.enter_context(joined(site.machines))
        stack.callback(site.end)
        clone(folder)
        _start_stores(site)
        _release(site)
        _start_site(site)
        try:
            yield site
        except BaseException:
            _print_last_words(site)
            raise


def _start_stores(site: Several) -> None:
    site.database = PostgreSQL(site.data.address, f"{NET}.0/24", site.data.within)
    for name, port in (("redis", REDIS_PORT), ("pages-redis", PAGES_PORT)):
        (site.folder / "var/redis").mkdir(parents=True, exist_ok=True)
        (site.folder / "var/run").mkdir(parents=True, exist_ok=True)
        site.start(name, site.cache, ["sh", "-c", _redis(site, name, port)])
    start_store(site)


def _redis(site: Several, name: str, port: int) -> str:
    lines = (site.folder / "Procfile").read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}: ")).partition(": ")[2]
    return f"{line} --port {port} --bind {site.cache.address} --protected-mode no"


def start_store(site: Several) -> None:
    """SeaweedFS: the site's key may do all, and whoever has none may read an object by its name."""
    folder = site.folder / "store"
    folder.mkdir()
    key = {"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}
    who = [
        {"name": "site", "credentials": [key], "actions": ["Admin", "Read", "Write", "List"]},
        {"name": "anonymous", "actions": ["Read:media"]},
    ]
    (folder / "who.json").write_text(json.dumps({"identities": who}))
    at = site.store.address
    options = {
        "dir": folder, "ip": at, "ip.bind": at, "volume.max": 8, "master.volumeSizeLimitMB": 64,
        "s3.port": STORE_PORT, "s3.config": folder / "who.json",
    }  # fmt: skip
    words = [f"-{name}={value}" for name, value in options.items()]
    site.start("store", site.store, [WEED, "server", "-filer", "-s3", *words])


def _release(site: Several) -> None:
    """On one, as its settings say; what it made for nginx and the assets is brought to the others."""
    first, *others = [*site.apps, *site.edges]
    site.manage(first, "release")
    for machine in others:
        var = site.folder / machine.name
        shutil.copytree(site.folder / first.name / "static", var / "static")
        shutil.copy(site.folder / first.name / "routes.lua", var / "routes.lua")
    for edge in site.edges:
        site.manage(edge, "nginx_conf", "--write")


def _start_site(site: Several) -> None:
    is_soon(lambda: _makes_bucket(site), UP, "the store takes a bucket")
    for app in site.apps:
        name = app.name[-1]
        site.start(f"web-{name}", app, [PYTHON, "-m", "gunicorn", "--config", "site/config/gunicorn.py"])
        site.start(f"worker-{name}", app, [PYTHON, "manage.py", "work"])
    for edge in site.edges:
        configuration = str(site.folder / edge.name / "nginx.conf")
        site.start(f"nginx-{edge.name[-1]}", edge, ["nginx", "-p", str(site.folder), "-c", configuration])
    for machine in (*site.apps, *site.edges):
        is_soon(lambda at=machine.address: ask(at, "/healthz").status == 200, UP, machine.name)  # type: ignore[misc]
    is_soon(lambda: site.pages.exists("pc:fresh") and site.pages.zcard("pc:edges") == 4, UP, "four edges")


MAKE_BUCKET = "from django.core.files.storage import default_storage as s; s.bucket.create()"


def _makes_bucket(site: Several) -> bool:
    try:
        site.manage(site.apps[0], "shell", "--no-imports", "-c", MAKE_BUCKET)
    except SystemExit:
        return False
    return True


def is_soon(is_so: Callable[[], object], seconds: float, what: str) -> float:
    """How many seconds it took until it was so."""
    began = time.monotonic()
    while True:
        try:
            if is_so():
                return time.monotonic() - began
        except (OSError, redis.RedisError):
            pass
        if time.monotonic() - began > seconds:
            raise SystemExit(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.05)


def _print_last_words(site: Several) -> None:
    for log in sorted((site.folder / "var/log").glob("*.log")):
        if words := log.read_text(errors="replace")[-1500:]:
            print(f"\n── {log.stem}\n{words}", flush=True)
