"""Is what readers get what would be made now, byte for byte? And was it told what has changed?"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.test import Client
from redis import Redis

from pagecache import store
from pagecache.address import site
from tests.oracle.fresh import Fresh, Said, difference, said

EVERYTHING = "*"


class Stale(AssertionError):
    """A reader got, or would have got, what is no longer true."""


@dataclass(frozen=True)
class Known:
    """What an address said when it was last compared, what that was made of, and when it ends (ms)."""

    said: Said
    etag: str
    tags: frozenset[str]
    expires: float
    told: int  # how many commits had been told of


@dataclass
class Oracle:
    """Compares; and remembers what each address said and was made of."""

    redis: Redis
    client: Client = field(default_factory=Client)
    known: dict[str, Known] = field(default_factory=dict)
    told: list[frozenset[str]] = field(default_factory=list)
    compared: int = 0
    hits: int = 0
    fresh: Fresh = field(init=False)
    purged: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.fresh = Fresh(self.client)

    def warm(self, addresses: Iterable[str]) -> None:
        """Readers ask for *addresses*; for those that are kept already they need not."""
        asked = list(addresses)
        with self.redis.pipeline(transaction=False) as pipeline:
            pipeline.get(store.EPOCH)
            for address in asked:
                pipeline.hget(f"pc:p:{page_id(address)}", "g")
            epoch, *epochs = pipeline.execute()
        for address, its in zip(asked, epochs, strict=True):
            if its is None or its != epoch:
                self.fresh.warm(address)

    def check(self, addresses: Iterable[str]) -> None:
        """Raise Stale for the first address that is not what it should be; remember what the others are."""
        for address in addresses:
            self.compare(address)

    def compare(self, address: str) -> Said:
        """What *address* says, if it says it rightly. Raises Stale."""
        expected = self.fresh.say(address)
        answer = self.client.get(address)
        self.compared += 1
        self.hits += answer["X-Page-Cache"] == "hit"
        if said(answer) != expected:
            expected = self.fresh.make(address)  # a moment of the clock may lie between the two
            if said(answer) != expected:
                raise Stale(_difference(address, said(answer), expected, answer["X-Page-Cache"]))
        if self.compared % 5 == 0:
            self._check_entity_tag(address, answer, expected)
        self._check_told(address, expected)
        self._remember(address, expected, answer.get("ETag", ""))
        return expected

    def _check_entity_tag(self, address: str, answer: Any, expected: Said) -> None:
        """The same entity tag says the same bytes, and who has the one before is told 304 only then."""
        before = self.known.get(address)
        if not before or not before.etag or expected.status != 200:
            return
        again = self.client.get(address, headers={"if-none-match": before.etag})
        is_known = again.status_code == 304
        if is_known == (before.said.body == expected.body) and (before.etag == answer["ETag"]) == (
            before.said == expected
        ):
            return
        if expected == self.fresh.make(address):  # or a moment of the clock lies between the two
            raise Stale(f"{address} answered {again.status_code} to {before.etag}, which it had said before.")

    def _check_told(self, address: str, expected: Said) -> None:
        before = self.known.get(address)
        if before is None or before.said == expected or before.expires <= time.time() * 1000:
            return
        told = frozenset().union(*self.told[before.told :])
        if before.tags and not told & (before.tags | {EVERYTHING}):
            was, told_of = " ".join(sorted(before.tags)), " ".join(sorted(told))
            raise Stale(f"{address} changed and was not purged. It was made of {was}; told was {told_of}.")

    def _remember(self, address: str, expected: Said, etag: str) -> None:
        tags, expires, epoch, stem = self.redis.hmget(f"pc:p:{page_id(address)}", "t", "x", "g", "e")
        is_this = epoch == self.redis.get(store.EPOCH) and (not etag or (stem or b"").decode() in etag)
        # Where this answer was not kept, an older one may lie there that was made of other things.
        made_of = frozenset((tags or b"").decode().split()) if is_this else frozenset()
        self.known[address] = Known(expected, etag, made_of, float(expires or 0), len(self.told))

    def kept(self, addresses: Iterable[str]) -> list[str]:
        """Those of *addresses* whose pages Redis has; only they could be stale."""
        there = {int(name.rpartition(b":")[2]) for name in self.redis.keys("pc:p:*")}
        return [address for address in dict.fromkeys(addresses) if page_id(address) in there]

    def count(self, write: str, before: list[str]) -> None:
        """How exactly *write* purged: of the pages kept *before*, those gone now, and those that differ."""
        gone = {address for address in before if address in self.known} - set(self.kept(before))
        self.purged[write] += len(gone)
        self.changed[write] += sum(self.fresh.say(address) != self.known[address].said for address in gone)


@cache
def page_id(address: str) -> int:
    """The number by which Redis knows the page at *address*, which may name a part."""
    path, _, query = address.partition("?")
    given = query.split("&") if query else []
    params = "&".join(each for each in given if not each.startswith("part="))
    part = "".join(each.removeprefix("part=") for each in given if each.startswith("part="))
    return store.page_id(f"GET|{site().netloc}|{path}|{params}|{part}")


def _difference(address: str, kept: Said, fresh: Said, state: str) -> str:
    return (
        f"{address} ({state}) said {kept.status} {kept.location or ''}, and would now say {fresh.status} "
        f"{fresh.location or ''}:\n{difference(kept, fresh)}"
    )
