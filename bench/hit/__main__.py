"""``make bench-hit``: a hit beside everything else that could answer with the same bytes.

One real page, several servers, one run: wrk asks from one core, the servers take turns on another. Requests a
second are what that core can do; processor time counts all processes of a server, its Redis too. Ratios are
taken within a round, to nginx with the file on disk, compressed beforehand and sent with the same headers;
medians of rounds. HIT_PAGES and HIT_ROUNDS make it shorter. The command fails when a limit is missed.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from bench.bodies import CORPUS
from bench.hit import load, pages, servers
from bench.hit.load import Question
from bench.hit.pages import Page
from bench.hit.servers import Server
from bench.hit.trials import Trial
from bench.live.asking import Connection
from bench.live.report import Report
from bench.live.site import ROOT, Site, prepared_site, start_all

sys.path.append(str(ROOT / "bin"))

from machine import apt, steps

PAGES = int(os.environ.get("HIT_PAGES") or 10_000)
ROUNDS = int(os.environ.get("HIT_ROUNDS") or 9)
WORKERS = 2  # of our nginx (nginx/stet.conf)
ENOUGH = 4 * 1024**3  # bytes of memory that Redis may take, so that no page is evicted
WARMING = 6  # seconds
WARMINGS = 50  # at most, until each worker of ours has each page, as it keeps it
ZIPF = 4  # seconds of a turn: in one alone, half of what is asked for would be asked for once
LARGE = 0.5  # of what our workers keep, that the kernel has to hold in large pages (edge/large_pages.lua)
LARGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")
LIMIT_CPU, LIMIT_RATE, LIMIT_RATE_OF_REDIS = 1.0, 1.0, 0.4  # × static
MEMORY, MEMORY_WITH_LOG = "ours, from memory (L1)", "ours, from memory, with a log"
REDIS = "ours, from Redis"
GZIP, BROTLI = "Accept-Encoding: gzip", "Accept-Encoding: gzip, deflate, br"
ENTITY_TAG = re.compile(rb"\r\nETag: ([^\r]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Everybody:
    """The servers that are compared."""

    static: Server
    memory: Server
    redis: Server
    others: tuple[Server, ...]

    @property
    def all(self) -> list[Server]:
        return [self.static, self.memory, self.redis, *self.others]


def main() -> None:
    """Start everything, ask everybody, and print a table and its limits for each question."""
    _install()
    load.check()
    report = Report()
    with prepared_site("sqlite", CORPUS=str(CORPUS), EDGE_PAGES=str(PAGES * 2)) as site:
        site.run(*site.python("bench.build", str(PAGES), "--settled"))
        start_all(site)
        Redis(unix_socket_path=str(site.pages_socket)).config_set("maxmemory", ENOUGH)
        servers.prepare(site)
        kept = pages.fill(site, PAGES)
        everybody = _everybody(site)
        for number, trial in enumerate(_trials(site, kept, everybody)):
            trial.run(ROUNDS, is_alone=number == 0)
            trial.print()
            _judge(report, trial)
    report.end()


def _install() -> None:
    for binary, package in (("wrk", "wrk"), ("varnishd", "varnish")):
        if not shutil.which(binary) and apt.can_install():
            try:
                apt.install((package,))
            except steps.Failed:
                print(f"{package} cannot be had from apt.")


def _everybody(site: Site) -> Everybody:
    static = servers.static(site, "nginx, file, gzip_static")
    varnish = servers.varnish(site, "Varnish", static)
    others = [
        servers.static(site, "  the same with open_file_cache", keeps=servers.OPEN_FILES),
        servers.static(site, "  the same without our headers", says=""),
        servers.proxy_cache(site, "nginx, proxy_cache", static),
        *([varnish] if varnish else []),
        servers.django(site, "Django, per-view cache, gunicorn"),
    ]
    if not varnish:
        print("Varnish could not be run: it is not installed (as root: apt-get install varnish).")
    return Everybody(
        static,
        servers.ours(site, MEMORY),
        servers.ours(site, REDIS, is_l1=False),
        tuple(others),
    )


def _logging(site: Site) -> list[Server]:
    """Files and memory once more, each request written to a log: only for as long as they are asked."""
    log = "var/log/{}.log json"
    return [
        servers.static(site, "nginx, file, with a log", log=log.format("hit-static")),
        servers.ours(site, MEMORY_WITH_LOG, log=log.format("hit-ours")),
    ]


def _trials(site: Site, kept: list[Page], everybody: Everybody) -> Iterator[Trial]:
    page = pages.in_brotli(site, pages.typical(kept))
    # The servers called ours are this one once more; a site has one, whose workers ask Redis for leases.
    site["nginx"].end()
    sizes = f"a page of {page.plain:,} bytes"
    yield Trial(f"{sizes}, gzip {page.gzip:,}", lambda one: _get(one, page, GZIP), everybody.all)
    tags = {server.port: _if_none_match(server, page) for server in everybody.all}
    yield Trial("304", lambda one: _get(one, page, GZIP, tags[one.port]), everybody.all, status=304)
    brotli = [server for server in everybody.all if server.has_brotli]
    yield Trial(f"{sizes}, brotli {page.brotli:,}", lambda one: _get(one, page, BROTLI), brotli)
    tls = [server for server in everybody.all if server.tls_port]
    yield Trial("the same page through TLS", lambda one: _get(one, page, GZIP, is_tls=True), tls)
    logging = _logging(site)
    yield Trial("a log line for each", lambda one: _get(one, page, GZIP), logging)
    for server in logging:
        server.end()
    lists = {suffix: _lists(site, kept, suffix) for suffix in ("/", ".html")}
    print(
        f"\n{len(kept):,} pages: everybody is asked for each until it is as it stays; that takes minutes.",
        flush=True,
    )
    for server in everybody.all:
        each, _ = lists[server.suffix]
        for _ in range(WARMINGS):
            load.ask(server.port, _get(server, page, GZIP, listed=each), server.processes, seconds=WARMING)
            if server is not everybody.memory or (_has_all(server, len(kept)) and _is_in_large_pages(server)):
                break
    yield Trial(
        f"{len(kept):,} pages by a Zipf law",
        lambda one: _get(one, page, GZIP, listed=lists[one.suffix][1]),
        everybody.all,
        seconds=ZIPF,
    )


def _has_all(server: Server, number: int) -> bool:
    """Whether all of our workers have so many pages in memory: readers are not spread evenly over them."""
    told = json.loads(Connection(server.port).get("/edge-status", "Accept-Encoding: identity\r\n").body)
    return len(told) == WORKERS and all(worker["entries"] >= number for worker in told)


def _is_in_large_pages(server: Server) -> bool:
    """Whether the kernel has come round to that, which it does in minutes; true where it never will."""
    if not LARGE_PAGES.exists() or "[never]" in LARGE_PAGES.read_text():
        return True
    rolled_up = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in load.children(server.processes[0])]
    return all(_kb("AnonHugePages", text) >= LARGE * _kb("Anonymous", text) for text in rolled_up)


def _kb(name: str, text: str) -> int:
    found = re.search(rf"^{name}: +(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _get(
    server: Server, page: Page, *headers: str, is_tls: bool = False, listed: Path | None = None
) -> Question:
    return Question(f"{page.address}{server.suffix}", headers, listed, is_tls)


def _if_none_match(server: Server, page: Page) -> str:
    answer = Connection(server.port).get(f"{page.address}{server.suffix}", f"{GZIP}\r\n")
    found = ENTITY_TAG.search(answer.head)
    if not found:
        raise SystemExit(f"{server.name} says no ETag.")
    return f"If-None-Match: {found[1].decode()}"


def _lists(site: Site, kept: list[Page], suffix: str) -> tuple[Path, Path]:
    folder = site.folder / servers.FOLDER
    return pages.each_once(folder, kept, suffix), pages.by_zipf(folder, kept, suffix)


def _judge(report: Report, trial: Trial) -> None:
    names = {server.name for server in trial.servers}
    for memory in (MEMORY, MEMORY_WITH_LOG):
        if memory in names:
            report.row(f"{memory}: processor", trial.ratio(memory, "cpu"), LIMIT_CPU, "×")
            report.row(f"{memory}: requests/s", trial.ratio(memory, "rate"), LIMIT_RATE, "×", least=True)
    if REDIS in names:
        report.row(f"{REDIS}: requests/s", trial.ratio(REDIS, "rate"), LIMIT_RATE_OF_REDIS, "×", least=True)


if __name__ == "__main__":
    main()
