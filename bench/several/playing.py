"""The table of the several machines: one site, and what becomes of it scene by scene."""

import time

from bench.field.desk import Desk
from bench.field.table import Table
from bench.several.author import Author
from bench.several.network import absence
from bench.several.reading import HOST, Readers
from bench.several.scenes import COLUMNS, Scenes
from bench.several.site import several

TITLE = "Several machines: two nginx, two gunicorn, PostgreSQL, Redis and a store, each on its own"


def run() -> Table:
    """Play each scene on one site."""
    table, began = Table(TITLE, COLUMNS), time.monotonic()
    why = absence()
    if why:
        table.without("The site on several machines", why)
        return table
    with several() as site:
        print(f"  seven machines … {time.monotonic() - began:.1f} s", flush=True)
        login = site.manage(site.apps[0], "login_link").strip().splitlines()[-1]
        author = Author(Desk(f"http://{HOST}", login, site.apps[0].address))
        author.begin()
        assert site.database
        site.database.copy()
        readers = Readers({edge.name: edge.address for edge in site.edges}, author.path)
        author.readers = readers
        try:
            Scenes(site, author, readers, table).play()
        finally:
            readers.end()
    return table
