"""A kept page read whole, for those who look after it; readers get theirs by ``store.look``."""

import gzip
from dataclasses import dataclass

import brotli
from redis import Redis

from pagecache import link
from pagecache.cdn import saying
from pagecache.keeping import Kept, together


@dataclass(frozen=True)
class Stored:
    """A page. ``made`` and ``expires`` are ms by Redis's clock; ``bodies`` are what its codings hold."""

    key: str
    stem: str
    made: int
    expires: int
    epoch: str
    status: int
    headers: str
    tags: frozenset[str]
    bodies: frozenset[bytes]

    def says(self, fresh: Kept) -> bool:
        """Whether readers get the same from both, in every coding."""
        ours = (self.status, self.headers, self.stem, self.bodies)
        return ours == (fresh.status, fresh.headers, fresh.stem, frozenset({fresh.body}))


def read(number: int) -> Stored | None:
    """The page with the id *number*, whether it may be served or not. Raises Away."""

    def fields(redis: Redis) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = redis.hgetall(f"pc:p:{number}")  # type: ignore[assignment]
        return found

    found = link.ask(fields)
    if not found:
        return None
    text = {name: found[name.encode()].decode() for name in "kegmxsht"}
    tags, bodies = frozenset(text["t"].split()), frozenset(_bodies(found))
    made, expires, status = (int(text[name]) for name in "mxs")
    headers = together(saying.without_keys(text["h"]), found.get(b"l", b"").decode())
    return Stored(text["k"], text["e"], made, expires, text["g"], status, headers, tags, bodies)


def _bodies(found: dict[bytes, bytes]) -> list[bytes]:
    """What clients see of each coding; one that cannot be opened is seen as it is."""
    bodies = []
    for name, opened in ((b"z", gzip.decompress), (b"r", brotli.decompress)):
        if name in found:
            try:
                bodies.append(opened(found[name]))
            except (OSError, EOFError, brotli.error):
                bodies.append(found[name])
    return bodies
