"""The server matrix: each of them serves the same site, publishes through the studio, and is compared.

The comparison is a gunicorn beside it that has no page store: what it answers is rendered anew each time.
"""

import threading
import time

from bench.field import served
from bench.field.comparing import ask, is_same, questions
from bench.field.desk import Desk
from bench.field.served import Server
from bench.field.started import ends, is_soon, running, wait
from bench.field.table import Cell, Table
from bench.live.site import Site, prepared_site
from tests.deploy.running import free_port

COLUMNS = (
    "server", "version", "started", "published", "bytes equal", "page kept", "streamed", "8 at once",
    "connections it keeps", "clean stop",
)  # fmt: skip
KEPT = 10.0  # seconds in which a page has to be kept
READERS, EACH = 8, 25
COUNT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE client_port IS NOT NULL")
    print(cursor.fetchone()[0] - 1)
"""


def run() -> Table:
    """Try each server that can be had on one site on PostgreSQL."""
    table = Table("Servers: the same site, on PostgreSQL, with a page store of its own", COLUMNS)
    with prepared_site("postgresql", posts=40) as site:
        assert site.database
        site.database.folder.chmod(0o755)  # for a server that is not root
        site.start("worker")
        fresh_port = free_port()
        with running(site, served.SERVERS[0], fresh_port, PAGES_REDIS_URL="") as fresh:
            wait(fresh, fresh_port)
            for server in served.asked_for():
                why = served.absence(server)
                if why:
                    table.without(server.name, why)
                else:
                    table.row(server.name, _tried(site, server, fresh_port))
    return table


def _tried(site: Site, server: Server, fresh_port: int) -> dict[str, Cell]:
    port, began = site.ports[0], time.monotonic()
    cells: dict[str, Cell] = {"version": server.version()}
    before = _connections(site)
    with running(site, server, port) as process:
        cells["started"] = f"{wait(process, port):.1f} s"
        desk = Desk(f"http://127.0.0.1:{port}", site.run(*_manage("login_link")).strip())
        path = desk.publish(
            f"Served by {server.package.replace('_', ' ')}", f"These are *letters* of {began}."
        )
        cells["published"] = b"Served by" in ask(port, path).body
        other = [what for what, *asked in questions(path) if not is_same(port, fresh_port, *asked)]
        every = len(questions(path))
        cells["bytes equal"] = f"{every} of {every}" if not other else f"no: {', '.join(other)}"
        cells["page kept"] = is_soon(lambda: ask(port, path).state == "hit", KEPT)
        streamed = ask(port, "/studio/redirects/table/", Cookie=desk.cookie)
        cells["streamed"] = streamed.status == 200 and streamed.body.startswith(b"path")
        cells["8 at once"] = _many(port, path)
        cells["connections it keeps"] = str(_connections(site) - before)
        cells["clean stop"] = ends(process)
    return cells


def _manage(*arguments: str) -> list[str]:
    return [served.PYTHON, "manage.py", *arguments]


def _many(port: int, path: str) -> str:
    """Readers side by side, of kept pages and of one that is rendered for each."""
    statuses: list[int] = []

    def read(number: int) -> None:
        for turn in range(EACH):
            said = {"Cookie": "pc_author=1"} if turn % 2 else {}
            statuses.append(ask(port, path, **said).status)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bad = len([status for status in statuses if status != 200]) + READERS * EACH - len(statuses)
    return f"{READERS * EACH}, 0 failed" if not bad else f"no: {bad} failed"


def _connections(site: Site) -> int:
    """How many the database has besides the one that asks."""
    return int(site.run(*_manage("shell", "--no-imports", "-c", COUNT)).split()[-1])
