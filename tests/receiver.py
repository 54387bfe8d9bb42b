"""Somebody else's server, as far as it is told things: it takes all, and what it was told can be read."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

OPENED = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}


class Receiver:
    """Listens at ``address``; ``told`` has each path and its body unpacked, ``heard`` every byte with it."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self.told: list[tuple[str, bytes]] = []
        self.heard = b""

    def take(self, path: str, headers: str, packed: bytes, coding: str) -> None:
        body = OPENED[coding](packed)
        self.heard += path.encode() + headers.encode() + body
        self.told.append((path, body))

    def wait_for(self, number: int, seconds: float = 20) -> list[tuple[str, bytes]]:
        """What it was told, once that was so many times."""
        deadline = time.monotonic() + seconds
        while len(self.told) < number:
            assert time.monotonic() < deadline, f"told {len(self.told)} times of {number}"
            time.sleep(0.02)
        return self.told


@contextmanager
def listening() -> Iterator[Receiver]:
    """One that listens for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            packed = self.rfile.read(int(self.headers["Content-Length"]))
            made.take(self.path, str(self.headers), packed, self.headers.get("Content-Encoding", ""))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Receiver(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
