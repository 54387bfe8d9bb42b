"""Every public address of the site, found as a reader and a crawler find them."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

from pagecache.address import site
from pagecache.declaring import Public
from pagecache.routes import find

API = (
    *("/api/v1/", "/api/v1/schema", "/api/v1/posts/", "/api/v1/posts/?limit=2", "/api/v1/pages/"),
    *("/api/v1/topics/", "/api/v1/authors/", "/api/v1/series/", "/api/v1/search/", "/api/v1/settings/"),
)
STARTS = (
    "/",
    "/blog/",
    "/topics/",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/favicon.ico",
    "/nothing/here/",
    *API,
)
SEARCHES = (
    *("/search/?q=letter", "/search/?q=queries", "/search/?q=letter&part=results"),
    "/api/v1/search/?q=letter",
)
NAMED = re.compile(r"""(?:href=["']|<loc>|content=["'](?=http))([^"'<>]+)""")
POST = re.compile(r"^/blog/(?!archive/)([^/?]*[^/?0-9][^/?]*)/$")
MOST = 400
AS_AN_AUTHOR = {"cookie": "pc_author=1"}  # the store is passed by: every answer is a fresh one


def every_address(client: Client, known: Iterable[str] = ()) -> list[str]:
    """What links, the sitemap and *known* lead to, each with its declared parts; in a stable order."""
    return crawl(lambda address: _page(client, address), known)


def _page(client: Client, address: str) -> bytes:
    answer = client.get(address, headers=AS_AN_AUTHOR)
    return bytes(answer.content) if answer.status_code == 200 else b""


def crawl(page: Callable[[str], bytes], known: Iterable[str] = ()) -> list[str]:
    """The same, by *page*, which says what stands at an address: b"" where nothing does."""
    found: set[str] = set()
    waiting = [*STARTS, *known]
    while waiting and len(found) < MOST:
        address = waiting.pop()
        if address in found:
            continue
        found.add(address)
        text = page(address).decode(errors="replace")
        waiting += [link for link in links(text) if is_public(link)]
    parts = {f"{address}?part={part}" for address in found for part in parts_of(address)}
    return sorted(found | {*SEARCHES} | parts | {in_the_api(address) for address in found})


def in_the_api(path: str) -> str:
    """Where the API has what stands at *path*; *path* itself where it does not."""
    return POST.sub(r"/api/v1/posts/\1/", path)


def links(text: str) -> list[str]:
    """The paths of the site's own that a page or a sitemap names."""
    own = [urlsplit(unescape(name)) for name in NAMED.findall(text)]
    return [url.path for url in own if url.path.startswith("/") and url.netloc in {"", site().netloc}]


def is_public(path: str) -> bool:
    return _declared_at(path) is not None


def parts_of(path: str) -> tuple[str, ...]:
    """The parts that the page at *path* has declared."""
    declared = None if "?" in path else _declared_at(path)
    return declared.parts if declared else ()


@cache
def _declared_at(path: str) -> Public | None:
    """What the view at *path* declares, if it is public. Routes do not change while the tests run."""
    found = find(path)  # as Django finds it: a page could stand at most addresses of other rooms
    return found[1] if found else None
