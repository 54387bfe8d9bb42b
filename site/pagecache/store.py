"""Pages in Redis, and the protocol that keeps them true; the Lua files say why, line by line."""

import hashlib
import uuid
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pagecache import link
from pagecache.build import current_build

EPOCH, SEQ, HOLDS, FRESH = "pc:epoch", "pc:seq", "pc:holds", "pc:fresh"
EDGES, HEAT, COLD, ABSENT = "pc:edges", "pc:heat", "pc:cold", "pc:absent"
WANTED = "pc:wanted"  # pages asked for by somebody who takes brotli, of which there is gzip only
FEW = "pc:few:"  # and the name of a class of pages that is bounded
EVERYTHING = "*"  # a commit's tag for what stands on every page; no page has it
LONGEST_LEASE = 60_000  # ms
REMEMBERED = 180_000_000  # µs that a purge is compared with leases: three times the longest
SLICE = 200  # ids that one call takes from the tags; readers wait so long: a millisecond or two
MOST_ABSENT = 2_000  # with the sets of their tags, no more than 10,000 keys, whatever is asked for
MOST_HEAT = MOST_COLD = 10_000
MOST_TOLD = 1000  # keys of taken pages that are told by name


@dataclass(frozen=True)
class Page:
    """A page as Redis has it: ``headers`` as lines, ``body`` in one ``coding`` (z gzip, r brotli).

    It is true for ``left`` ms yet, by Redis's clock.
    """

    status: int
    headers: str
    stem: str
    coding: str
    body: bytes
    left: int


@dataclass(frozen=True)
class Lease:
    """What held when a render began. With a ``refusal`` its page will not be kept, so it need not try.

    ``clock`` changes with the commits that may move the next change by the clock.
    """

    epoch: str
    seq: str
    ms: int
    refusal: str
    clock: str = "0"

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC)


@dataclass
class Ended:
    """What a change took: the number that edges must reach, how many pages, the keys of the first 1,000."""

    seq: int = 0
    purged: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, seq: int, keys: list[str]) -> None:
        self.seq, self.count = seq, self.count + len(keys)
        self.purged += keys[: MOST_TOLD - len(self.purged)]


def page_id(key: str) -> int:
    """The first 52 bits of SHA-1: small in Redis, exact in Lua's numbers. Readers compare the literal key."""
    return int(hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:13], 16)


# ── for readers ───────────────────────────────────────────────────────────────────────────────────


def look(key: str, codings: str, *, is_late: bool = False) -> Page | Lease:
    """The page of *key* in the first of *codings* (``"rz"``) that there is, else a lease. Raises Away.

    With ``is_late`` also a page that nobody vouches for any more; never one that a purge named.
    """
    number = page_id(key)
    asked = [key, current_build(), codings, MOST_HEAT, "late" if is_late else ""]
    found = link.run("look", [f"pc:p:{number}"], asked)
    while found[0] == b"empty":
        _make_epoch("first")
        found = link.run("look", [f"pc:p:{number}"], asked)
    if found[0] == b"hit":
        _, status, headers, stem, coding, body, left = found
        return Page(int(status), headers.decode(), stem.decode(), coding.decode(), body, int(left))
    _, epoch, seq, ms, refusal, clock = found
    return Lease(epoch.decode(), seq.decode(), int(ms), refusal.decode(), clock.decode())


def keep(
    key: str,
    lease: Lease,
    page: dict[str, str | bytes | int],
    expires: int,
    tags: Set[str],
    bound: tuple[str, int] = ("", 0),
) -> str:
    """Keep *page* (its fields), made from *tags*, until *expires* (ms): "ok", or why Redis would not.

    At most 500 tags. ``bound`` names a class of pages and how many of it may be kept at once; addresses where
    nothing is are such a class by themselves. Raises Away.
    """
    name, most = (ABSENT, MOST_ABSENT) if page["s"] == 404 else (f"{FEW}{bound[0]}", bound[1])
    number = page_id(key)
    # A page is one piece of memory (hash-max-listpack-value) that is searched from its beginning:
    # what a purge reads stands there, the bodies come last.
    fields = {"t": f" {' '.join(tags)} ", "k": key, "g": lease.epoch, "x": expires, "m": lease.ms, **page}
    limits = [LONGEST_LEASE, REMEMBERED, most]
    flat = [piece for entry in fields.items() for piece in entry]
    answer = link.run(
        "store",
        [f"pc:p:{number}", f"pc:lk:{number}"],
        [lease.epoch, lease.seq, lease.ms, expires, *limits, name, number, len(tags), *tags, *flat],
    )
    verdict: str = answer.decode()
    return verdict


def let_pass(key: str) -> None:
    """The page of *key* will not be kept: who waits for it need not. Raises Away."""
    link.run("pass", [f"pc:lk:{page_id(key)}"], [])


# ── for writers ───────────────────────────────────────────────────────────────────────────────────


def hold(txn: str, tags: Set[str], xid: str = "-") -> Ended:
    """Fence *tags* and take their pages, just before the commit of *txn*. Raises Away.

    ``xid`` is the transaction's number in the database, by which a fence left behind can be judged.
    """
    return _change("hold", txn, tags, xid)


def end(txn: str, tags: Set[str], is_epoch: bool = False) -> Ended:
    """*txn* is committed: what was made from *tags* is gone, its fence as well. Raises Away.

    Asked again it does nothing. With ``is_epoch`` every page is invalid.
    """
    return _change("end", txn, tags | {EVERYTHING} if is_epoch else tags)


def drop(txn: str, tags: Set[str]) -> None:
    """*txn* was rolled back: its fence is gone. Raises Away."""
    _change("drop", txn, tags)


def _change(phase: str, txn: str, tags: Iterable[str], xid: str = "-") -> Ended:
    taken, left = Ended(), 1
    while left:
        arguments = [phase, txn, xid, SLICE, uuid.uuid4().hex, REMEMBERED, MOST_COLD, *tags]
        seq, left, *keys = link.run("change", [], arguments)
        taken.add(int(seq), [key.decode() for key in keys])
    return taken


def new_epoch(build: str = "") -> int:
    """Make every kept page invalid at once; the number that edges must reach. Raises Away.

    A Redis without an epoch gets one for *build*, or for ours.
    """
    return _make_epoch("", build)


def announce() -> int:
    """From now on the pages are made by this build; the number that edges must reach. Raises Away."""
    return _make_epoch("announce")


def _make_epoch(when: str, build: str = "") -> int:
    return int(link.run("epoch", [], [uuid.uuid4().hex, build or current_build(), when]))


def standing_build() -> str | None:
    """The build whose pages Redis has, None where it has none. Raises Away."""
    epoch = link.ask(lambda redis: redis.get(EPOCH))
    return epoch.decode().partition(".")[2] if epoch else None


# ── edges ─────────────────────────────────────────────────────────────────────────────────────────


def edges() -> int:
    """How many nginx workers hold copies in memory, or may. Raises Away."""
    return int(link.ask(lambda redis: redis.zcard(EDGES)))


def edges_behind(seq: int) -> int:
    """How many of them have not yet applied *seq*. Raises Away."""
    return int(link.ask(lambda redis: redis.zcount(EDGES, "-inf", f"({seq}")))


def leave_behind(seq: int) -> None:
    """Wait no longer for those that are behind *seq*; their leases are over, and they come back by asking.

    Raises Away.
    """
    link.ask(lambda redis: redis.zremrangebyscore(EDGES, "-inf", f"({seq}"))


# ── for the keeper ────────────────────────────────────────────────────────────────────────────────


def redis_time_ms() -> int:
    """The time by Redis's clock, in ms since 1970. Raises Away."""
    seconds, micros = link.ask(lambda redis: redis.time())
    return int(seconds * 1000 + micros // 1000)


def vouch(look_ms: int, run_id: str, token: str, ttl_ms: int) -> bool:
    """Let pages be trusted for *ttl_ms* after *look_ms*, when the keeper with *token* saw Redis *run_id*.

    Returns whether it was allowed to. Raises Away.
    """
    return bool(link.run("renew", [], [look_ms, run_id, token, ttl_ms]))


def holds() -> dict[str, tuple[int, str, frozenset[str]]]:
    """The fences that stand, by transaction: since when (Redis's µs), its database number, its tags.

    Raises Away.
    """
    found: dict[bytes, bytes] = link.ask(lambda redis: redis.hgetall(HOLDS))
    return {txn.decode(): _hold(value.decode().split()) for txn, value in found.items()}


def _hold(words: list[str]) -> tuple[int, str, frozenset[str]]:
    return int(words[0]), words[1], frozenset(words[2:])
