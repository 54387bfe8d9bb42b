"""``make deploy-test``: a table each of the servers, the caches and the machines that the site is tried on.

FIELD_PARTS="servers caches" takes some of them.
"""

import os

from bench.field import servers

PARTS = {"servers": servers.run}


def main() -> None:
    """Print each table; the command fails when a cell of one says no."""
    missed: list[str] = []
    for part in (os.environ.get("FIELD_PARTS") or " ".join(PARTS)).split():
        table = PARTS[part]()
        table.print()
        missed += table.missed
    if missed:
        raise SystemExit(f"\nMissed: {'; '.join(missed)}.")


if __name__ == "__main__":
    main()
