"""Every public address of the site, found as a reader and a crawler find them."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

from pagecache.address import site
from pagecache.routes import public_routes

STARTS = ("/", "/blog/", "/topics/", "/sitemap.xml", "/robots.txt", "/llms.txt", "/nothing/here/")
SEARCHES = ("/search/?q=letter", "/search/?q=queries", "/search/?q=letter&part=results")
NAMED = re.compile(r"""(?:href=["']|<loc>|content=["'](?=http))([^"'<>]+)""")
MOST = 400
AS_AN_AUTHOR = {"cookie": "pc_author=1"}  # the store is passed by: every answer is a fresh one


def every_address(client: Client, known: Iterable[str] = ()) -> list[str]:
    """What links, the sitemap and *known* lead to, each with its declared parts; in a stable order."""
    found: set[str] = set()
    waiting = [*STARTS, *known]
    while waiting and len(found) < MOST:
        address = waiting.pop()
        if address in found:
            continue
        found.add(address)
        answer = client.get(address, headers=AS_AN_AUTHOR)
        if answer.status_code == 200:
            waiting += [link for link in links(answer.content.decode(errors="replace")) if is_public(link)]
    return sorted(
        found | {*SEARCHES} | {f"{address}?part={part}" for address in found for part in parts_of(address)}
    )


def links(text: str) -> list[str]:
    """The paths of the site's own that a page or a sitemap names."""
    own = [urlsplit(unescape(name)) for name in NAMED.findall(text)]
    return [url.path for url in own if url.path.startswith("/") and url.netloc in {"", site().netloc}]


def is_public(path: str) -> bool:
    return any(re.fullmatch(route.pattern, path) for route in public_routes())


def parts_of(path: str) -> tuple[str, ...]:
    """The parts that the page at *path* has declared."""
    if "?" in path:
        return ()
    return next((route.parts for route in public_routes() if re.fullmatch(route.pattern, path)), ())
