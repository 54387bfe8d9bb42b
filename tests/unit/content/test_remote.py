"""Pictures of other sites are fetched from the public internet alone."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from content import remote
from content.remote import Fetcher, Refused

PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x89PNG"


def serving(answer: bytes, pause: float = 0.0) -> Callable[[str, int, float], socket.socket]:
    """A connection to a server on this machine, whatever address was asked for."""

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(seconds)
        threading.Thread(target=answering, args=(theirs, answer, pause), daemon=True).start()
        return ours

    return connect


def answering(theirs: socket.socket, answer: bytes, pause: float) -> None:
    with theirs:
        theirs.recv(65_536)
        time.sleep(pause)
        with contextlib.suppress(OSError):  # the one who asked has hung up
            theirs.sendall(answer)


def fetcher(answer: bytes = OK, *addresses: str, pause: float = 0.0) -> Fetcher:
    return Fetcher(resolve=lambda host, port: addresses or (PUBLIC,), connect=serving(answer, pause))


def test_a_picture_of_the_public_internet_comes() -> None:
    assert fetcher().fetch("http://pictures.example/dot.png") == b"\x89PNG"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "::ffff:169.254.169.254",
        "not an address",
    ],
)
def test_inner_addresses_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="not on the public internet"):
        fetcher(OK, address).fetch("http://innocent.example/x.png")


def test_one_inner_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Refused, match="not on the public internet"):
        fetcher(OK, PUBLIC, "127.0.0.1").fetch("http://both.example/x.png")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "http://user:secret@example.com/x",
        "gopher://example.com/x",
        "http:///x",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_other_schemes_and_names_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        fetcher().fetch(url)


@pytest.mark.parametrize("port", [22, 6379, 8000, 8080])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(Refused, match="ports 80 and 443"):
        fetcher().fetch(f"http://example.com:{port}/x.png")


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        asked.append((address, port))
        return serving(OK)(address, port, seconds)

    Fetcher(resolve=lambda host, port: [PUBLIC], connect=connect).fetch("http://turncoat.example/x.png")
    assert asked == [(PUBLIC, 80)]


def test_a_redirect_inwards_is_refused() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://inner.example/\r\nContent-Length: 0\r\n\r\n"
    resolve = {"outer.example": [PUBLIC], "inner.example": ["127.0.0.1"]}
    with pytest.raises(Refused, match=r"inner\.example is not on the public internet"):
        Fetcher(resolve=lambda host, port: resolve[host], connect=serving(moved)).fetch(
            "http://outer.example/x"
        )


def test_a_circle_of_redirects_ends() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(Refused, match="too many times"):
        fetcher(moved).fetch("http://round.example/")


def test_too_much_is_refused() -> None:
    much = b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * (remote.MOST_BYTES + 1)
    with pytest.raises(Refused, match="more than 2,000,000 bytes"):
        fetcher(much).fetch("http://big.example/x.png")


def test_too_slow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SECONDS", 0.05)
    with pytest.raises(Refused, match="seconds"):
        fetcher(OK, pause=0.5).fetch("http://slow.example/x.png")


def test_an_error_is_told() -> None:
    with pytest.raises(Refused, match="It answered 404"):
        fetcher(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").fetch("http://gone.example/x.png")


@pytest.fixture
def loopback() -> Iterator[str]:
    """A real server on this machine that would answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_a_real_server_of_this_machine_is_never_asked(loopback: str) -> None:
    with pytest.raises(Refused):
        Fetcher().fetch(loopback)


@pytest.mark.parametrize(
    "url", ["http://localhost/x", "http://127.0.0.1/x", "http://[::1]/x", "http://2130706433/x"]
)
def test_the_real_resolver_tells_this_machine(url: str) -> None:
    with pytest.raises(Refused):
        Fetcher().fetch(url)


def test_a_status_is_asked_for_without_the_body() -> None:
    asked: list[bytes] = []
    assert (
        Fetcher(resolve=lambda host, port: [PUBLIC], connect=noting(asked, OK)).status("http://a.example/")
        == 200
    )
    assert [line.split()[0] for line in asked] == [b"HEAD"]


def test_a_server_that_knows_no_head_is_asked_again() -> None:
    asked: list[bytes] = []
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    assert (
        Fetcher(resolve=lambda host, port: [PUBLIC], connect=noting(asked, gone)).status("http://a.example/")
        == 404
    )
    assert [line.split()[0] for line in asked] == [b"HEAD", b"GET"]


def test_a_status_of_the_inner_network_is_nobodys_to_know() -> None:
    with pytest.raises(Refused, match="not on the public internet"):
        fetcher(OK, "127.0.0.1").status("http://innocent.example/")


def noting(asked: list[bytes], answer: bytes) -> Callable[[str, int, float], socket.socket]:
    """Like ``serving``, and what was asked is noted."""

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(seconds)
        threading.Thread(target=hearing, args=(theirs,), daemon=True).start()
        return ours

    def hearing(theirs: socket.socket) -> None:
        with theirs:
            asked.append(theirs.recv(65_536))
            theirs.sendall(answer)

    return connect
