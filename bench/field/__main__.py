"""``make deploy-test``: what the site is tried on, a table each; a cell that says no makes it fail.

FIELD_SERVERS="uvicorn daphne" takes some of them, by their packages.
"""

from bench.field import buckets, servers


def main() -> None:
    """Print the tables."""
    missed: list[str] = []
    for tried in (servers.run, buckets.run):
        table = tried()
        table.print()
        missed += table.missed
    if missed:
        raise SystemExit(f"\nMissed: {'; '.join(missed)}.")


if __name__ == "__main__":
    main()
