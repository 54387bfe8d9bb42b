"""The pages that everybody serves: real ones, asked of the site and written down as it keeps them."""

import gzip
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bench.hit.servers import WWW
from bench.live.asking import Connection
from bench.live.site import Site

TYPICAL, TYPICAL_GZIP = 30_000, 8_000  # bytes of a page's HTML, and of that compressed
SAMPLE = 400  # pages among which a typical one is looked for
ASKED = 200_000  # addresses of a Zipf list
KEPT = 10.0  # seconds in which a page that was asked for must be kept
AT_ONCE = 4


@dataclass(frozen=True)
class Page:
    """A page as the site keeps it: its address without the last slash, and its size in each form."""

    address: str
    plain: int
    gzip: int
    brotli: int = 0


def fill(site: Site, number: int) -> list[Page]:
    """Ask the site for so many posts, and write each down as the site says it, opened and in gzip."""
    addresses = [f"/blog/letter-{n}" for n in range(number)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = pool.map(lambda some: _fill(site, some), _in_parts(addresses))
        return [page for part in parts for page in part]


def _in_parts(addresses: list[str]) -> list[tuple[str, ...]]:
    return [tuple(addresses[n::AT_ONCE]) for n in range(AT_ONCE)]


def _fill(site: Site, addresses: tuple[str, ...]) -> list[Page]:
    connection = Connection(site.ports[0])
    for address in addresses:
        connection.get(f"{address}/")
    return [_written(site, connection, address) for address in addresses]


def _written(site: Site, connection: Connection, address: str) -> Page:
    zipped = _kept(connection, address, "gzip")
    plain = gzip.decompress(zipped)
    for suffix, body in (("", plain), (".gz", zipped)):
        _write(site, address, suffix, body)
    return Page(address, len(plain), len(zipped))


def _write(site: Site, address: str, suffix: str, body: bytes) -> None:
    at = site.folder / WWW / f"{address[1:]}.html{suffix}"
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_bytes(body)


def in_brotli(site: Site, page: Page) -> Page:
    """Write *page* down in brotli too, which the keeper makes when somebody asks for it."""
    packed = _kept(Connection(site.ports[0]), page.address, "br")
    _write(site, page.address, ".br", packed)
    return replace(page, brotli=len(packed))


def _kept(connection: Connection, address: str, coding: str) -> bytes:
    end, said = time.monotonic() + KEPT, f"\r\nContent-Encoding: {coding}\r\n".encode()
    while time.monotonic() < end:
        answer = connection.get(f"{address}/", f"Accept-Encoding: {coding}\r\n")
        # Until the body in this coding is there, another one is given.
        if answer.status == 200 and answer.state.startswith("hit") and said in answer.head:
            return answer.body
        time.sleep(0.02)
    raise SystemExit(f"{address}/ is not kept in {coding}: {answer.status}, {answer.state}")


def typical(pages: list[Page]) -> Page:
    """The one that is nearest to 30 kB of HTML, 8 kB when compressed."""
    return min(pages[:SAMPLE], key=_strangeness)


def _strangeness(page: Page) -> float:
    return abs(page.plain / TYPICAL - 1) + abs(page.gzip / TYPICAL_GZIP - 1)


def by_zipf(folder: Path, pages: list[Page], suffix: str) -> Path:
    """A list of addresses in which the n-th most asked page stands 1/n as often as the first."""
    shuffled = random.Random(7)
    ranked = shuffled.sample(pages, len(pages))
    weights = [1 / rank for rank in range(1, len(ranked) + 1)]
    chosen = shuffled.choices(ranked, weights, k=ASKED)
    return _list(folder / f"zipf{suffix.strip('/')}.txt", chosen, suffix)


def each_once(folder: Path, pages: list[Page], suffix: str) -> Path:
    """A list of all addresses, to warm a server with."""
    return _list(folder / f"each{suffix.strip('/')}.txt", pages, suffix)


def _list(at: Path, pages: list[Page], suffix: str) -> Path:
    at.write_text("".join(f"{page.address}{suffix}\n" for page in pages))
    return at
