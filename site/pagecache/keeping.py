"""What may be kept, and in which form."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from pagecache.renders import Render

DAY = timedelta(hours=24)
NOTHING_THERE = timedelta(seconds=30)
ONE_OF_FEW = timedelta(minutes=1)
KEEPABLE = frozenset({200, 301, 308, 404, 410})
MAY_BE_EMPTY = frozenset({301, 308})
LARGEST = 2_000_000  # bytes before compression
MOST_TAGS = 500  # one page's; a longer list says so by its own tags, not by its rows'
LINK = "\nLink: "  # the last of the header lines
# Said anew for every answer, so not among what is kept.
OURS = frozenset({"cache-control", "vary", "etag", "content-length", "date", "expires", "x-page-cache"})


def refusal(response: HttpResponseBase, render: Render) -> str:
    """Why *response* must not be kept, or "". Fails closed."""
    if render.personal:
        return "personal"
    if render.wrote:
        return "write"
    if render.untracked:
        return "untracked"
    if len(render.tags) > MOST_TAGS:
        return "tags"
    if response.streaming:
        return "streaming"
    return _refused_headers(response) or _refused_body(response)


def _refused_headers(response: HttpResponseBase) -> str:
    control = response.get("Cache-Control", "").lower()
    if response.cookies or response.has_header("Set-Cookie"):
        return "cookie"
    if "private" in control or "no-store" in control or "no-cache" in control:
        return "private"
    if response.get("Vary", "Accept-Encoding").lower() != "accept-encoding":
        return "vary"
    if response.has_header("Content-Encoding"):
        return "encoding"
    return ""


def _refused_body(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    if response.status_code not in KEEPABLE:
        return f"status {response.status_code}"
    if not response.content and response.status_code not in MAY_BE_EMPTY:
        return "empty"
    return "size" if len(response.content) > LARGEST else ""


@dataclass(frozen=True)
class Kept:
    """An answer that is the same for everybody, before it is put into a coding."""

    status: int
    headers: str
    stem: str
    body: bytes


def kept(response: HttpResponse) -> Kept:
    """*response* without what is said anew each time."""
    lines = [f"{name}: {value}" for name, value in response.items() if name.lower() not in OURS]
    headers = "\n".join(sorted(lines, key=lambda line: line.startswith("Link: ")))
    stem = hashlib.sha256(response.content).hexdigest()[:16]  # the one that processors have instructions for
    return Kept(response.status_code, headers, stem, response.content)


def apart(headers: str) -> tuple[str, str]:
    """The header lines that many pages share, and the value of the page's own Link.

    Because the edge takes each text of headers apart once (edge/answer.lua), and because Lua looks a string
    of 128 bytes or more up by a hash of some of them: 10,000 texts that differed in an address had one hash.
    """
    shared, _, link = headers.partition(LINK)
    return shared, link


def together(headers: str, link: str) -> str:
    """What ``apart`` took apart."""
    return headers + LINK + link if link else headers


def longest(status: int, most: int) -> timedelta:
    """How long an answer is worth its place; one of a class of which only *most* are kept, not for long."""
    if status == 404:
        return NOTHING_THERE
    return ONE_OF_FEW if most else DAY


def expiry_ms(longest: timedelta, render: Render, next_change_ms: float) -> int:
    """When (ms since 1970) the answer is no longer true, or no longer worth its place."""
    moments = [(render.now + longest).timestamp() * 1000, next_change_ms]
    if render.until:
        moments.append(render.until.timestamp() * 1000)
    return int(min(moments))
