"""Asking over one kept connection, raw: http.client takes longer than what it asks."""

import re
import socket
import zlib
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\nTransfer-Encoding: chunked", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nConnection: close", re.IGNORECASE)
STATE = re.compile(rb"\r\nX-Page-Cache: ([^\r]*)", re.IGNORECASE)
GZIPPED = re.compile(rb"\r\nContent-Encoding: gzip", re.IGNORECASE)
BODILESS = (204, 304)
INTERIM = range(100, 200)  # the answer comes behind it (RFC 9110, 15.2): to Expect: 100-continue, say
PATIENCE = 30.0  # seconds


class Broken(Exception):
    """The other side hung up, or said nothing for too long."""


@dataclass(frozen=True)
class Answer:
    """An answer as it came: status, head (status line and headers) and body, still in its coding."""

    status: int
    head: bytes
    body: bytes

    @property
    def state(self) -> str:
        """What ``X-Page-Cache`` says, "" where it is not there."""
        found = STATE.search(self.head)
        return found[1].decode("latin-1") if found else ""

    @property
    def text(self) -> bytes:
        """The body, opened if it was compressed."""
        return zlib.decompress(self.body, 47) if self.body and GZIPPED.search(self.head) else self.body


class Connection:
    """One kept connection to *port* on this machine, opened when first used and again when broken."""

    def __init__(self, port: int, patience: float = PATIENCE) -> None:
        self.port, self.patience = port, patience
        self.socket: socket.socket | None = None
        self.came = b""

    def get(self, path: str, headers: str = "Accept-Encoding: gzip\r\n", method: str = "GET") -> Answer:
        """The answer to one request. Raises Broken."""
        self.send(path, headers, method)
        return self.receive(method)

    def send(self, path: str, headers: str = "Accept-Encoding: gzip\r\n", method: str = "GET") -> None:
        """Ask; the answer has to be received before the next question. Raises Broken."""
        host = f"Host: 127.0.0.1:{self.port}\r\n" if "host:" not in headers.lower() else ""
        self.send_bytes(f"{method} {path} HTTP/1.1\r\n{host}{headers}\r\n".encode("latin-1"))

    def send_bytes(self, question: bytes) -> None:
        """Send what nobody looked over. Raises Broken."""
        try:
            self._open().sendall(question)
        except OSError as why:
            self.close()
            raise Broken(str(why)) from why

    def receive(self, method: str = "GET") -> Answer:
        """The answer to what was sent last. Raises Broken."""
        try:
            answer = self._receive(method)
        except (OSError, ValueError) as why:
            self.close()
            raise Broken(str(why)) from why
        if CLOSES.search(answer.head):
            self.close()
        return answer

    def _open(self) -> socket.socket:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.patience)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.came = b""
        return self.socket

    def _receive(self, method: str) -> Answer:
        while (end := self.came.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self.came = self.came[:end], self.came[end + 4 :]
        status = int(head[9:12])
        if status in INTERIM:
            return self._receive(method)
        if method == "HEAD" or status in BODILESS:
            return Answer(status, head, b"")
        if length := LENGTH.search(head):
            return Answer(status, head, self._take(int(length[1])))
        if CHUNKED.search(head):
            return Answer(status, head, self._chunks())
        return Answer(status, head + b"\r\nConnection: close", self._rest())

    def _more(self) -> None:
        assert self.socket is not None
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionResetError("It hung up.")
        self.came += data

    def _take(self, size: int) -> bytes:
        while len(self.came) < size:
            self._more()
        taken, self.came = self.came[:size], self.came[size:]
        return taken

    def _chunks(self) -> bytes:
        body = b""
        while True:
            while (end := self.came.find(b"\r\n")) < 0:
                self._more()
            size, self.came = int(self.came[:end], 16), self.came[end + 2 :]
            body += self._take(size)
            self._take(2)
            if not size:
                return body

    def _rest(self) -> bytes:
        assert self.socket is not None
        while data := self.socket.recv(65536):
            self.came += data
        rest, self.came = self.came, b""
        return rest

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None
