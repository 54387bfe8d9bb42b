"""Compares kept pages with what their views say now, all the time and a few at a time.

The proof that pages are true rests on what was thought of. The auditor looks for what was not: a difference
means that a change told no tag, or a render left none. The page goes, the log names the tags to look for, and
the number of audits without a difference bounds how many hits can be wrong.
"""

import gzip
import logging
import random
from dataclasses import dataclass
from math import sqrt

import brotli
from django.http import HttpResponse
from redis import Redis

from pagecache import asking, counters, keeping, link, store
from pagecache.keeping import Kept
from pagecache.renders import Render
from pagecache.router import Asked, call_view, mark_part

log = logging.getLogger(__name__)

TRIES = 20  # to find a page that is kept

EQUAL, DIFFERENT, VOID = "equal", "different", "void"


@dataclass(frozen=True)
class Stored:
    """A page as Redis has it, with the body of every coding opened."""

    key: str
    stem: str
    expires: str
    epoch: str
    status: int
    headers: str
    tags: frozenset[str]
    bodies: frozenset[bytes]

    def says(self, fresh: Kept) -> bool:
        """Whether readers get the same from both, in every coding."""
        ours = (self.status, self.headers, self.stem, self.bodies)
        return ours == (fresh.status, fresh.headers, fresh.stem, frozenset({fresh.body}))


def audit() -> str:
    """Compare one page that a reader could have got: "equal", "different", or "void", when nothing is known.

    Raises Away.
    """
    lease = store.look("", "")  # before the page is read: what was purged since then is no difference
    assert isinstance(lease, store.Lease)
    stored = None if lease.refusal else _sample(lease)
    asked = asking.asked_by(stored.key) if stored else None
    verdict = _compare(asked, stored, lease) if asked and stored else VOID
    counters.count(f"audit {verdict}")
    return verdict


def _compare(asked: Asked, stored: Stored, lease: store.Lease) -> str:
    render = Render(lease.now)
    try:
        response = call_view(asked, render)
    except Exception:
        log.exception("The page at %s could not be audited.", asked.address.page)
        return VOID
    if not keeping.refusal(response, render):
        assert isinstance(response, HttpResponse)
        mark_part(response, asked.address)
        if stored.says(keeping.kept(response)):
            return EQUAL
    return _refute(stored, lease, render)


def _refute(stored: Stored, lease: store.Lease, render: Render) -> str:
    """Take the page away, unless it may be the fresh render that is from before a change."""
    number = store.page_id(stored.key)
    page = [number, stored.stem, stored.expires, lease.epoch, lease.seq, lease.ms, store.LONGEST_LEASE]
    if link.run("refute", [f"pc:p:{number}"], [*page, *(stored.tags | render.tags)]) != b"gone":
        return VOID
    log.error(
        "The kept page %s was not what its view says; it is gone. Tags that it lacked: %s",
        stored.key,
        " ".join(sorted(render.tags - stored.tags)) or "none",
    )
    return DIFFERENT


def _sample(lease: store.Lease) -> Stored | None:
    """A page that a reader could get now; those that readers ask for most come most often."""
    for attempt in range(TRIES):
        number = _one_of_the_hot() if attempt else _any()  # so that each page comes round some day
        stored = _read(number) if number else None
        if stored and stored.epoch == lease.epoch and int(stored.expires) > lease.ms:
            return stored
    return None


def _one_of_the_hot() -> int | None:
    keys = link.ask(lambda redis: redis.zrandmember(store.HEAT, 10)) or []
    heats = link.ask(lambda redis: redis.zmscore(store.HEAT, keys)) if keys else []
    [key] = random.choices(keys, [heat or 0.1 for heat in heats]) if keys else [None]  # noqa: S311
    return store.page_id(key.decode()) if key else None


def _any() -> int | None:
    key: bytes | None = link.ask(lambda redis: redis.randomkey())
    return int(key.removeprefix(b"pc:p:")) if key and key.startswith(b"pc:p:") else None


def _read(number: int) -> Stored | None:
    def fields(redis: Redis) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = redis.hgetall(f"pc:p:{number}")  # type: ignore[assignment]
        return found

    found = link.ask(fields)
    if not found:
        return None
    text = {name.decode(): found[name].decode() for name in (b"k", b"e", b"x", b"g", b"s", b"h", b"t")}
    return Stored(
        text["k"],
        text["e"],
        text["x"],
        text["g"],
        int(text["s"]),
        text["h"],
        frozenset(text["t"].split()),
        frozenset(_bodies(found)),
    )


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


def bound(equal: int, different: int) -> float | None:
    """The share of hits that can be wrong at most, with 95 % certainty; None before the first audit.

    The rule of three, 3/n, as long as no difference was found; otherwise a little more than Poisson's bound.
    """
    audits = equal + different
    return min(1.0, (different + 1.65 * sqrt(different) + 3) / audits) if audits else None
