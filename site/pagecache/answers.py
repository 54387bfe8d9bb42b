"""Answers as they go out: codings, entity tags, conditional requests, HEAD."""

import gzip
import re
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

PUBLIC = "public, max-age=0, must-revalidate"
ENCODINGS = {"z": "gzip", "r": "br"}
ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


@lru_cache(maxsize=500)  # hostile values cannot fill it
def codings(accept: str) -> str:
    """Which of r (brotli) and z (gzip) a client that sends *accept* takes, best first."""
    accepted = {name for name, q in map(_weighed, accept.lower().split(",")) if q > 0}
    return ("r" if "br" in accepted else "") + ("z" if accepted & {"gzip", "*"} else "")


def _weighed(entry: str) -> tuple[str, float]:
    name, _, weight = entry.partition(";")
    try:
        return name.strip(), float(weight.partition("=")[2] or 1)
    except ValueError:
        return name.strip(), 0


def wants_markdown(request: HttpRequest) -> bool:
    """Whether a client would rather have Markdown than HTML. No browser names it."""
    accept = request.META.get("HTTP_ACCEPT", "").lower()
    if "text/markdown" not in accept:
        return False
    weights = dict(map(_weighed, accept.split(",")[:20]))
    return 0 < weights.get("text/markdown", 0) >= weights.get("text/html", 0)


def answer(
    request: HttpRequest, *, status: int, headers: str, stem: str, coding: str, body: bytes
) -> HttpResponse:
    """The answer made from what is kept; 304 where the client has it already, no body for HEAD."""
    response = HttpResponse(status=status)
    for line in headers.split("\n"):
        name, _, value = line.partition(": ")
        response[name] = value
    response["Cache-Control"] = PUBLIC
    response["Vary"] = "Accept-Encoding"
    if status == 200:
        response["ETag"] = f'"{stem}-{coding}"'
        if is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), response["ETag"]):
            response.status_code = 304
            del response["Content-Type"]
            return response
    if coding in ENCODINGS:
        response["Content-Encoding"] = ENCODINGS[coding]
    response["Content-Length"] = str(len(body))
    if request.method != "HEAD":
        response.content = body
    return response


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the client's list names *etag*, compared weakly, or anything (RFC 9110 §13.1.2)."""
    return if_none_match.strip() == "*" or etag in ENTITY_TAG.findall(if_none_match)


def from_page(
    request: HttpRequest, status: int, headers: str, stem: str, coding: str, body: bytes
) -> HttpResponse:
    """The answer from a page in Redis; opened for the rare client that takes no gzip."""
    if coding not in codings(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        coding, body = "i", gzip.decompress(body)
    return answer(request, status=status, headers=headers, stem=stem, coding=coding, body=body)
