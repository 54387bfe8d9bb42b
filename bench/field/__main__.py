"""``make deploy-test``: a table of the servers that the site is tried on; a cell that says no makes it fail.

FIELD_SERVERS="uvicorn daphne" takes some of them, by their packages.
"""

from bench.field import servers


def main() -> None:
    """Print the table."""
    table = servers.run()
    table.print()
    if table.missed:
        raise SystemExit(f"\nMissed: {'; '.join(table.missed)}.")


if __name__ == "__main__":
    main()
