"""``make drill``: everything that a running site may suffer, each figure beside its limit.

On each database the kill matrix, then what is promised by the clock, of outside writes, of a new epoch.
DRILL_ONLY="Redis kill held" takes the cells that have these words, DRILL_PARTS="matrix clock" some parts,
DRILL_STOP=30 stops for longer, DATABASE=sqlite|postgresql takes one database.
"""

import os

from bench.drilling import clock, epoch, matrix, outside, renders
from bench.drilling.dictating import Dictation
from bench.drilling.gated import gated_site, url_of
from bench.live.report import Report
from bench.live.site import databases


def main() -> None:
    """Drill on each database; the command fails when a figure misses its limit."""
    report = Report()
    parts = (os.environ.get("DRILL_PARTS") or " ".join(PARTS)).split()
    for database in databases():
        for part in parts:
            print(f"\n{database}: {part}", flush=True)
            PARTS[part](report, database)
    report.end()


def _matrix(report: Report, database: str) -> None:
    with gated_site(database) as site:
        board, path = matrix.board_of(site)
        author = Dictation(site, path, matrix.POSTS, PAGES_REDIS_URL=url_of("author"))
        whole = matrix.Matrix(site, board, author)
        cells = []
        for cell in whole.run(database):
            print(cell, flush=True)
            cells.append(cell)
        if not os.environ.get("DRILL_ONLY"):
            cells += renders.cells(whole)
        whole.watch.end()
        author.end()
        matrix.report(report, cells)


PARTS = {"matrix": _matrix, "clock": clock.run, "outside": outside.run, "epoch": epoch.run}


if __name__ == "__main__":
    main()
