"""Backups in a bucket of a store that speaks S3: made, tried, taken back, and broken ones refused."""

import json
import os
from pathlib import Path

from bench.field.table import Table
from bench.start import ROOT, said

COLUMNS = (
    "store", "made", "each file once", "tried", "taken back", "addresses equal", "broken ones refused",
    "out of reach",
)  # fmt: skip


def run() -> Table:
    """One site, kept in the store that the environment of the field has, if it has one."""
    table = Table("Backups in a bucket", COLUMNS)
    folder = Path(os.environ["FIELD_ENVIRONMENT"]) / "bin"
    weed = folder / "weed"
    if not weed.exists():
        table.without("SeaweedFS", "requirements-servers.txt brings it, and it is not there")
        return table
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    printed = said([str(folder / "python"), "-m", "bench.field.bucket", str(weed)], env)
    table.row("SeaweedFS", json.loads(printed.splitlines()[-1]))
    return table
