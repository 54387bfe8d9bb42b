"""``make deploy-test``: tables of what the site is tried on; a cell that says no makes it fail.

FIELD_SERVERS="uvicorn daphne" takes some of the servers by their packages, FIELD="several" one of the tables.
"""

import os
from collections.abc import Callable

from bench.field import buckets, caches, servers
from bench.field.table import Table
from bench.several import playing

TABLES: dict[str, Callable[[], Table]] = {
    "servers": servers.run,
    "caches": caches.run,
    "buckets": buckets.run,
    "several": playing.run,
}


def main() -> None:
    """Print each table."""
    missed: list[str] = []
    for name in os.environ.get("FIELD", "").split() or TABLES:
        table = TABLES[name]()
        table.print()
        missed += table.missed
    if missed:
        raise SystemExit(f"\nMissed: {'; '.join(missed)}.")


if __name__ == "__main__":
    main()
