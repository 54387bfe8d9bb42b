"""Other sites, asked without becoming a way into our own network (security.md: SSRF).

The name is resolved once and every address it has must be public; the connection goes to that very address,
so a name that changes its mind in between gains nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 5.0  # for everything: name, connection, redirects, bytes
MOST_BYTES = 2_000_000
MOST_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
CHUNK = 65_536
NAT64 = ipaddress.ip_network("64:ff9b::/96")

T = TypeVar("T")
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


class Refused(ValueError):
    """Something that was not fetched, and why."""


def addresses(host: str, port: int) -> list[str]:
    """The addresses that *host* has. Raises Refused where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(f"The host {host} is not known.") from None
    return [str(one[4][0]) for one in found]


def connection(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to this very address."""
    return socket.create_connection((address, port), timeout=seconds)


def is_public(address: str) -> bool:
    """Whether *address* is one of the public internet, and hides none of an inner network."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        hidden = hidden or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        if hidden and not is_public(str(hidden)):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True)
class Fetcher:
    """Asks other sites; *resolve* and *connect* are how it reaches the network."""

    resolve: Resolve = addresses
    connect: Connect = connection

    def fetch(self, url: str) -> bytes:
        """The bytes of the picture at *url*. Raises Refused with a sentence that says why not."""
        return self._follow(url, lambda asked: asked.picture())

    def status(self, url: str) -> int:
        """The HTTP status at *url*, asked without the body where the server allows that. Raises Refused."""
        status = self._follow(url, lambda asked: asked.status("HEAD"))
        return self._follow(url, lambda asked: asked.status("GET")) if status >= 400 else status

    def post(self, url: str, content_type: str, body: bytes) -> int:
        """The HTTP status after *body* was handed over at *url*, and to nobody else. Raises Refused."""
        answer = self._ask(url, time.monotonic() + SECONDS, lambda asked: asked.handed(content_type, body))
        if isinstance(answer, str):
            raise Refused("It leads on, and what it is told stays here.")
        return answer

    def _follow(self, url: str, ask: "Callable[[_Pinned], T | str]") -> T:
        """What *ask* is told at *url*, or where that leads on to."""
        deadline = time.monotonic() + SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, deadline, ask)
            if not isinstance(answer, str):
                return answer
            url = urljoin(url, answer)
        raise Refused("It leads on too many times.")

    def _ask(self, url: str, deadline: float, ask: "Callable[[_Pinned], T | str]") -> T | str:
        """What *ask* is told at *url*, or where it leads on to."""
        parts = allowed(url)
        address = self._pinned(parts)
        try:
            with _Pinned(self.connect, parts, address, deadline) as asked:
                return ask(asked)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, Refused):
                raise
            late = time.monotonic() >= deadline
            said = "".join(filter(str.isprintable, str(error)))[:200]  # it may be what the other side sent
            raise Refused(
                f"It took more than {SECONDS:.0f} seconds." if late else f"It did not answer: {said}."
            ) from None

    def _pinned(self, parts: SplitResult) -> str:
        host = parts.hostname or ""
        found = list(self.resolve(host, parts.port or PORTS[parts.scheme]))
        if not found or not all(is_public(address) for address in found):
            raise Refused(f"The host {host} is not on the public internet.")
        return found[0]


def allowed(url: str) -> SplitResult:
    """The parts of an address that may be asked at all. Raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("It is not an address.") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Refused("Only plain addresses that begin with http or https are fetched.")
    if port not in {None, *PORTS.values()}:
        raise Refused(f"Only the ports 80 and 443 are asked, not {port}.")
    return parts


class _Pinned:
    """One question to one address, ended when the time is up, whatever the other side does."""

    def __init__(self, connect: Connect, parts: SplitResult, address: str, deadline: float) -> None:
        self.parts = parts
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        port = parts.port or PORTS[parts.scheme]
        self.socket = connect(address, port, left)
        self.timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._hang_up)
        self.timer.daemon = True
        self.timer.start()

    def __enter__(self) -> "_Pinned":
        try:
            if self.parts.scheme == "https":
                self.socket = ssl.create_default_context().wrap_socket(
                    self.socket, server_hostname=self.parts.hostname
                )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.socket.close()

    def _hang_up(self) -> None:
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def picture(self) -> bytes | str:
        """The bytes, or where they lead on to."""
        with self._answer("GET", "image/*") as response:
            if onward := _onward(response):
                return onward
            if response.status != 200:
                raise Refused(f"It answered {response.status}.")
            return _limited(response)

    def status(self, method: str) -> int | str:
        """The status, or where it leads on to."""
        with self._answer(method, "*/*") as response:
            return _onward(response) or response.status

    def handed(self, content_type: str, body: bytes) -> int | str:
        """The status after *body* was handed over, or where it leads on to."""
        with self._answer("POST", "*/*", content_type, body) as response:
            return _onward(response) or response.status

    def _answer(
        self, method: str, accept: str, content_type: str = "", body: bytes | None = None
    ) -> http.client.HTTPResponse:
        asking = http.client.HTTPConnection(self.parts.hostname or "", self.parts.port)
        asking.sock = self.socket
        path = (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")
        headers = {
            "Host": self.parts.netloc,
            "Accept": accept,
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "Stet",
        }
        if content_type:
            headers["Content-Type"] = content_type
        asking.request(method, path, body, headers)
        return asking.getresponse()


def _onward(response: http.client.HTTPResponse) -> str:
    """Where an answer leads on to, or ""."""
    is_elsewhere = response.status in {301, 302, 303, 307, 308}
    return (response.getheader("Location") or "") if is_elsewhere else ""


def _limited(response: http.client.HTTPResponse) -> bytes:
    parts, size = [], 0
    while part := response.read(CHUNK):
        size += len(part)
        if size > MOST_BYTES:
            raise Refused(f"It has more than {MOST_BYTES:,} bytes.")
        parts.append(part)
    if response.length:
        raise Refused("It broke off.")
    return b"".join(parts)
