"""``make fuzz``: nothing that a visitor sends changes what another one gets.

Headers, cookies, parameters, bodies, hosts, methods at kept and unkept pages; hostile addresses; the private
words of thirty logged-in people; a million random addresses. FUZZ_URLS and FUZZ_NAMES shorten it,
DATABASE=sqlite|postgresql takes one database.
"""

import json
import os
from itertools import islice

from bench.drilling.dictating import Dictation
from bench.fuzzing import canaries, flood
from bench.fuzzing.addresses import HOSTILE
from bench.fuzzing.names import everything
from bench.fuzzing.stored import Store
from bench.fuzzing.strange import Suspicion
from bench.live.asking import Broken, Connection
from bench.live.board import Board
from bench.live.report import Report
from bench.live.site import Site, databases, live_site

URLS = int(os.environ.get("FUZZ_URLS") or 1_000_000)
NAMES = int(os.environ.get("FUZZ_NAMES") or 2_500)
INSTANCES, POSTS = 2, 60


def main() -> None:
    """Fuzz on each database; the command fails when anything differs."""
    report = Report()
    for database in databases():
        print(f"\n{database}", flush=True)
        with live_site(database, instances=INSTANCES, posts=POSTS) as site:
            _fuzz(report, site)
    report.end()


def _fuzz(report: Report, site: Site) -> None:
    store, board = Store(site.pages_socket), site.folder / "var" / "board"
    Board(board, 1)
    author = Dictation(site, board, 1)
    suspicion = Suspicion(site.ports[0], store, author)
    suspicion.try_all(islice(everything(), NAMES if NAMES < 2_500 else None))
    suspicion.report(report, NAMES)
    _ask_hostile(site)
    suspicion.compare_all(report, "hostile addresses")
    people = json.loads(site.run(*site.python("bench.fuzzing.people")).splitlines()[-1])
    canaries.run(report, site.ports[0], store, suspicion, people)
    flood.run(report, site.ports, store, URLS, canaries.words(people))
    author.end()


def _ask_hostile(site: Site) -> None:
    for address in HOSTILE:
        try:
            Connection(site.ports[0], patience=5).get(address)
        except (Broken, UnicodeError):
            continue


if __name__ == "__main__":
    main()
