"""The site of the drill: its processes reach Redis and the database's server by doors that can be closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.drilling.blows import ROLES
from bench.live.process import Supervised
from bench.live.site import Site, nginx_names, prepared_site

INSTANCES, OTHERS = 2, 40


@contextmanager
def gated_site(database: str) -> Iterator[Site]:
    """A running site whose doors are the processes ``gate-author``, ``gate-web`` and so on."""
    with prepared_site(database, instances=INSTANCES, posts=OTHERS, PAGES_REDIS_URL=url_of("nginx")) as site:
        for role in ROLES:
            _open(site, role, site.folder / _door(role), site.pages_socket)
        if site.database:
            folder = site.folder / "var/run"
            _open(site, "database", folder / site.database.socket.name, site.database.socket)
            site.env["DATABASE_URL"] = f"postgresql://postgres@/postgres?host={folder}"
        site.start("web", "bench.live.web", PAGES_REDIS_URL=url_of("web"))
        site.start("worker", PAGES_REDIS_URL=url_of("worker"))
        for name in nginx_names(site):
            site.start(name)
        site.wait_until_up()
        yield site


def url_of(role: str) -> str:
    """Where a process of that role finds the pages' Redis."""
    return f"unix://?path={_door(role)}"


def _door(role: str) -> Path:
    return Path(f"var/run/to-{role}.sock")


def _open(site: Site, name: str, here: Path, there: Path) -> None:
    command = site.python("bench.live.gate", str(here), str(there))
    site.processes[f"gate-{name}"] = Supervised(f"gate-{name}", command, site.folder, site.env)
