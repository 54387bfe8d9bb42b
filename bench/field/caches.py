"""The cache matrix: the same site remembers for a while in each cache that it may be told to use."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.field import served
from bench.field.comparing import ask
from bench.field.desk import Desk
from bench.field.started import ends, is_soon, running, wait
from bench.field.table import Cell, Table
from bench.live.site import Site, prepared_site
from tests.deploy.running import free_port

COLUMNS = ("cache", "started", "logged in", "published", "counted together", "does without", "clean stop")
WORKERS = "3"
LOOKS = 240  # at a preview in a minute, by all processes together (studio.sharing)
SHARE = """
from content.actors import SITE
from blog.models import Post
from studio.sharing import share
print(share(actor=SITE, thing=Post.objects.order_by("pk").first(), lasts="day"))
"""
NOWHERE = {
    "Redis": {"REDIS_URL": "unix:///nowhere.sock"},
    "Memcached": {"CACHE_URL": "memcached:///nowhere.sock"},
    "folder": {"CACHE_URL": "file:////proc/nowhere"},
}


def run() -> Table:
    """Try each cache that can be had on one site on SQLite."""
    table = Table("Caches: the same site, three processes, on SQLite", COLUMNS)
    with prepared_site("sqlite", posts=5) as site, _memcached() as address:
        table.row("Redis", _tried(site, "Redis"))
        if address:
            table.row("Memcached", _tried(site, "Memcached", CACHE_URL=address))
        else:
            table.without("Memcached", "there is no memcached; as root: apt-get install memcached")
        table.row("database", _tried(site, "database", CACHE_URL="database:"))
        table.row("folder", _tried(site, "folder", CACHE_URL="file:///var/cache"))
    return table


@contextmanager
def _memcached() -> Iterator[str]:
    """A Memcached of this table's own, as CACHE_URL names it; "" where there is none."""
    binary = shutil.which("memcached")
    if not binary:
        yield ""
        return
    port = free_port()
    server = subprocess.Popen([binary, "-l", f"127.0.0.1:{port}", "-u", "nobody", "-m", "16"])
    try:
        is_soon(lambda: _listens(port), 10)
        yield f"memcached://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


def _tried(site: Site, name: str, **said: str) -> dict[str, Cell]:
    port, cells = free_port(), dict[str, Cell]()
    said = said | {"WEB_WORKERS": WORKERS, "SITE_URL": f"http://127.0.0.1:{port}"}
    with running(site, served.SERVERS[0], port, **said) as process:
        cells["started"] = f"{wait(process, port):.1f} s"
        cells |= _at_the_desk(site, port, name, said)
        cells["counted together"] = _counted(site, port, said)
        cells["clean stop"] = ends(process)
    cells["does without"] = _without(site, name, said)
    return cells


def _at_the_desk(site: Site, port: int, name: str, said: dict[str, str]) -> dict[str, Cell]:
    desk = Desk(f"http://127.0.0.1:{port}", _manage(site, said, "login_link"))
    is_in = ask(port, "/studio/", Cookie=desk.cookie).status == 200
    path = desk.publish(f"Kept by {name} {time.monotonic():.0f}", "These are *letters*.")
    return {"logged in": is_in, "published": b"Kept by" in ask(port, path).body}


def _counted(site: Site, port: int, said: dict[str, str]) -> str:
    """How many looks at a preview were granted, whichever process was asked."""
    path = f"/preview/{_manage(site, said, 'shell', '--no-imports', '-c', SHARE)}/"
    statuses = [ask(port, path).status for _ in range(LOOKS + 3)]
    granted = statuses.count(200)
    if statuses == [200] * LOOKS + [429] * 3:
        return f"{granted} of {LOOKS}"
    return f"no: {granted} of {LOOKS} granted, {sorted(set(statuses))}"


def _without(site: Site, name: str, said: dict[str, str]) -> Cell:
    """Whether a preview is shown and the studio entered where the cache cannot be had."""
    if name not in NOWHERE:
        return "is the database"
    said, port = said | NOWHERE[name], free_port()
    with running(site, served.SERVERS[0], port, **said) as process:
        wait(process, port)
        shown = ask(port, f"/preview/{_manage(site, said, 'shell', '--no-imports', '-c', SHARE)}/").status
        told = json.loads(ask(port, "/readyz").body)["cache"]
        cells = _at_the_desk(site, port, f"nobody, without {name}", said)
        ends(process)
    return (shown, told) == (200, "down") and all(cells.values())


def _manage(site: Site, said: dict[str, str], *arguments: str) -> str:
    return site.run(served.PYTHON, "manage.py", *arguments, **said).strip()
