"""What Redis has of pages, read as it lies there."""

import gzip
import time
from pathlib import Path

import brotli
import redis

CONTENT = (b"s", b"h", b"l", b"e", b"t")
Stored = dict[bytes, bytes | list[bytes]]


class Store:
    """The pages' Redis of a site."""

    def __init__(self, socket: Path) -> None:
        self.client = redis.Redis(unix_socket_path=str(socket))

    def pages(self) -> dict[str, Stored]:
        """Every kept page of the present epoch by its literal key: what it says, whatever the coding."""
        epoch = self.client.get("pc:epoch")
        found = {}
        for name in self.client.scan_iter("pc:p:*", count=1000):
            page = self.client.hgetall(name)
            if page and page.get(b"g") == epoch:
                found[page[b"k"].decode("latin-1")] = _opened(page)
        return found

    def wait_for(self, number: int, seconds: float) -> dict[str, Stored]:
        """The kept pages, once there are so many of them."""
        end = time.monotonic() + seconds
        while len(pages := self.pages()) < number and time.monotonic() < end:
            time.sleep(0.005)
        return pages

    @property
    def keys(self) -> int:
        """How many keys of any kind there are."""
        return int(self.client.dbsize())

    def holds(self, *words: bytes) -> list[str]:
        """Keys of anything in which one of *words* stands, be it compressed."""
        found = []
        for name in self.client.scan_iter(count=1000):
            text = name + b" " + self._everything_in(name)
            if any(word in text for word in words):
                found.append(name.decode("latin-1"))
        return found

    def _everything_in(self, name: bytes) -> bytes:
        kind = self.client.type(name)
        if kind == b"hash":
            fields = self.client.hgetall(name)
            opened = [text for text in _opened(fields).values() if isinstance(text, bytes)]
            return b" ".join([*fields, *fields.values(), *opened])
        if kind == b"string":
            return self.client.get(name) or b""
        if kind == b"set":
            return b" ".join(self.client.smembers(name))
        return b" ".join(self.client.zrange(name, 0, -1))


def _opened(page: dict[bytes, bytes]) -> Stored:
    opened: Stored = {field: page.get(field, b"") for field in CONTENT}
    opened[b"t"] = sorted(page.get(b"t", b"").split())
    if b"z" in page:
        opened[b"z"] = gzip.decompress(page[b"z"])
    if b"r" in page:
        opened[b"r"] = brotli.decompress(page[b"r"])
    return opened
