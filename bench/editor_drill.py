"""``make editor-drill``: whatever happens to a writer, no word is lost; each figure beside its limit.

On each database: the server killed in the middle of saves, then in a real browser a double click, two tabs,
two authors, ten minutes offline, an ended session, and killed browsers. EDITOR_DRILL_KILLS shortens the
first, EDITOR_DRILL_BROWSERS the last, EDITOR_DRILL_PARTS="kills browser" takes some,
DATABASE=sqlite|postgresql takes one database.
"""

import os

from bench.editing import browser, kills
from bench.editing.scene import furnished
from bench.live.report import Report
from bench.live.site import databases, live_site

PARTS = {"kills": kills.run, "browser": browser.run}
POSTS = 20


def main() -> None:
    """Drill on each database; the command fails when a figure misses its limit."""
    report = Report()
    parts = (os.environ.get("EDITOR_DRILL_PARTS") or " ".join(PARTS)).split()
    for database in databases():
        with live_site(database) as site:
            scene = furnished(site, POSTS)
            for part in parts:
                print(f"\n{database}: {part}", flush=True)
                PARTS[part](report, scene)
    report.end()


if __name__ == "__main__":
    main()
