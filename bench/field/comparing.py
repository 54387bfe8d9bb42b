"""Answers of two servers beside each other, without what is each server's own."""

import gzip
import http.client
import re
from dataclasses import dataclass

# Hop by hop, of the moment, or of the server and not of the site.
ITS_OWN = frozenset(
    {"date", "server", "connection", "keep-alive", "transfer-encoding", "x-request-id", "x-page-cache", "via"}
)
PAGES = (
    *("/", "/blog/", "/blog/archive/1/", "/feed.atom", "/feed.json", "/sitemap.xml", "/sitemaps/posts-1.xml"),
    *("/robots.txt", "/llms.txt", "/api/v1/posts/", "/blog/?part=posts"),
)


@dataclass(frozen=True)
class Answer:
    """What came: status, headers that are the site's own, body; and what became of it in the page store."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    state: str


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to one request. Raises OSError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers={name.replace("_", "-"): said for name, said in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    own = {name.lower(): said for name, said in answer.getheaders() if name.lower() not in ITS_OWN}
    if own.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
        own = _opened(own) | {"content-length": str(len(body))}
    if "vary" in own:
        own["vary"] = own["vary"].replace(", ", ",")  # Apache writes lists without spaces
    return Answer(answer.status, tuple(sorted(own.items())), body, answer.headers["X-Page-Cache"] or "")


def _opened(headers: dict[str, str]) -> dict[str, str]:
    """What they would be had the body not been compressed: only kept pages are, by Python."""
    tag = re.sub('-.+"$', '-i"', headers.get("etag", ""))
    return {name: said for name, said in headers.items() if name != "content-encoding"} | {"etag": tag}


Question = tuple[str, str, str, dict[str, str]]


def questions(path: str) -> list[Question]:
    """What both are asked about the post at *path* and all around it: what for, path, method, headers."""
    return [
        *((page, page, "GET", {}) for page in (path, *PAGES)),
        ("gzip", path, "GET", {"Accept_Encoding": "gzip"}),
        ("parameter", f"{path}?utm_source=elsewhere", "GET", {}),
        ("HEAD", path, "HEAD", {}),
        ("304", path, "GET", {"If_None_Match": "*"}),
        ("404", "/blog/nowhere/", "GET", {}),
        ("escaped", path.replace("s", "%73", 1), "GET", {}),
        ("not ASCII", "/blog/%C3%A9t%C3%A9/", "GET", {}),
        ("capitals", path.upper(), "GET", {}),
        ("two slashes", f"/{path}", "GET", {}),
        ("no slash", path.rstrip("/"), "GET", {}),
        ("bad parameter", "/search/?q=a&q=b", "GET", {}),
        ("method", path, "POST", {}),
        ("the door", "/studio/", "GET", {}),
        ("Markdown", path, "GET", {"Accept": "text/markdown"}),
    ]


def is_same(port: int, fresh_port: int, path: str, method: str, headers: dict[str, str]) -> bool:
    """Whether both answer alike; prints what differs."""
    own, fresh = (ask(each, path, method, **headers) for each in (port, fresh_port))
    if (own.status, own.headers, own.body) == (fresh.status, fresh.headers, fresh.body):
        return True
    print(
        f"  {method} {path}: {own.status} and {fresh.status}",
        set(own.headers) ^ set(fresh.headers),
        flush=True,
    )
    return False
