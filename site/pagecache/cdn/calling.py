"""The calls that purge keys at each CDN. Whatever is not plainly a yes is a no, and is tried again."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

SECONDS = 10.0  # for one call, whatever the other side does
MOST_BYTES = 1_000_000
API = {"cloudflare": "https://api.cloudflare.com/client/v4", "fastly": "https://api.fastly.com"}


class Failed(Exception):
    """The CDN was not told, or did not say so; it may be asked again ``after`` seconds, if it said when."""

    def __init__(self, why: str, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        """Its object. Raises Failed where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Failed("the answer is not what its API says")
        return found


def purge(keys: Sequence[str]) -> None:
    """Purge *keys*, as many as one call may have. Raises Failed."""
    CALLS[settings.CDN](keys)


def _cloudflare(keys: Sequence[str]) -> None:
    """https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/: 100 tags a call."""
    url = f"{_api()}/zones/{quote(settings.CDN_SERVICE, safe='')}/purge_cache"
    said = _ask("POST", url, {"Authorization": f"Bearer {settings.CDN_TOKEN}"}, {"tags": list(keys)})
    if said.json().get("success") is not True:
        raise Failed("it says that it did not succeed")


def _fastly(keys: Sequence[str]) -> None:
    """https://www.fastly.com/documentation/reference/api/purging/: 256 keys a call.

    Not softly: what is only marked as old is shown by a service that serves stale copies.
    """
    url = f"{_api()}/service/{quote(settings.CDN_SERVICE, safe='')}/purge"
    said = _ask("POST", url, {"Fastly-Key": settings.CDN_TOKEN}, {"surrogate_keys": list(keys)})
    if not said.json().keys() >= set(keys):  # each with the number of its purge
        raise Failed("it does not name all that it was told")


def _varnish(keys: Sequence[str]) -> None:
    """nginx/varnish.vcl: each Varnish is told, and says how many pages went."""
    for url in settings.CDN_URL:
        said = _ask("PURGE", url, {"xkey-purge": " ".join(keys)})
        if not said.headers.get("x-purged", "").isdecimal():
            raise Failed(f"{url} does not purge by keys; is nginx/varnish.vcl what it runs?")


CALLS: Mapping[str, Callable[[Sequence[str]], None]] = {
    "cloudflare": _cloudflare,
    "fastly": _fastly,
    "varnish": _varnish,
}


def _api() -> str:
    return str(settings.CDN_URL[0] if settings.CDN_URL else API[settings.CDN]).rstrip("/")


def _ask(method: str, url: str, headers: Mapping[str, str], told: object = None) -> Said:
    """The answer to a call that was accepted. Raises Failed."""
    body = None if told is None else json.dumps(told).encode()
    plain = {"Accept": "application/json", "Connection": "close", "User-Agent": "Stet"}
    if body:
        plain["Content-Type"] = "application/json"
    try:
        said = _answer(method, url, {**plain, **headers}, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed(f"no answer: {error}"[:200]) from None
    if said.status != 200:
        raise Failed(f"it answers {said.status}", _after(said))
    return said


def _answer(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Said:
    """The answer in SECONDS, after which the line is cut, also to one that lets its bytes drip."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    timer = threading.Timer(SECONDS, _cut, [connection])
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, parts.path or "/", body, dict(headers))
        response = connection.getresponse()
        read = response.read(MOST_BYTES)
        return Said(response.status, {n.lower(): v for n, v in response.getheaders()}, read)
    finally:
        timer.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _after(said: Said) -> float:
    """The seconds of Retry-After, 0 where it says none; a date is left to our own patience."""
    value = said.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else 0.0
