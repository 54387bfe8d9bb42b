"""Pages in Redis, and the protocol that keeps them true (the Lua files say why).

Coarse form: what a page was made from is everything, so the epoch is the only thing that a commit changes.
"""

import hashlib
import os
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from pagecache import link
from pagecache.build import current_build

EPOCH, SEQ, HOLDS, ABSENT = "pc:epoch", "pc:seq", "pc:holds", "pc:absent"
ABANDONED = LONGEST_LEASE = 60_000  # ms
MOST_ABSENT = 10_000


@dataclass(frozen=True)
class Page:
    """A page as Redis has it: ``headers`` as lines, ``body`` in one ``coding`` (z gzip, r brotli)."""

    status: int
    headers: str
    stem: str
    coding: str
    body: bytes


@dataclass(frozen=True)
class Lease:
    """What held when a render began. With a ``refusal`` its page will not be kept, so it need not try."""

    epoch: str
    seq: str
    ms: int
    refusal: str

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC)


def page_id(key: str) -> int:
    """The first 52 bits of SHA-1: small in Redis, exact in Lua's numbers. Readers compare the literal key."""
    return int(hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:13], 16)


def look(key: str, codings: str) -> Page | Lease:
    """The page of *key* in the first of *codings* (``"rz"``) that there is, else a lease. Raises Away."""
    found = link.run(
        "look",
        [f"pc:p:{page_id(key)}", EPOCH, SEQ, HOLDS],
        [key, current_build(), _spare_epoch(), ABANDONED, codings],
    )
    if found[0] == b"hit":
        _, status, headers, stem, coding, body = found
        return Page(int(status), headers.decode(), stem.decode(), coding.decode(), body)
    _, epoch, seq, ms, refusal = found
    return Lease(epoch.decode(), seq.decode(), int(ms), refusal.decode())


def _spare_epoch() -> str:
    """An epoch for the rare look that finds none; real randomness would take as long as the look itself."""
    return f"{time.time_ns():x}{os.getpid():x}"


def keep(key: str, lease: Lease, page: dict[str, str | bytes | int], expires: int) -> str:
    """Keep *page* (its fields) until *expires* (ms): "ok", or why Redis would not. Raises Away."""
    number = page_id(key)
    fields = {"k": key, "g": lease.epoch, "x": expires, **page}
    flat = [piece for field in fields.items() for piece in field]
    answer = link.run(
        "store",
        [f"pc:p:{number}", EPOCH, SEQ, HOLDS, ABSENT],
        [lease.epoch, lease.seq, lease.ms, expires, LONGEST_LEASE, page["s"], number, MOST_ABSENT, *flat],
    )
    verdict: str = answer.decode()
    return verdict


def hold(txn: str) -> None:
    """Fence every page, just before the commit of *txn*. Raises Away."""
    link.run("hold", [HOLDS, f"pc:done:{txn}"], [txn])


def end(txn: str) -> None:
    """*txn* is committed: a new epoch, and its fence is gone. Raises Away."""
    link.run("end", [EPOCH, SEQ, HOLDS, f"pc:done:{txn}"], [txn, uuid.uuid4().hex, current_build(), ""])


def drop(txn: str) -> None:
    """*txn* was rolled back: its fence is gone. Raises Away."""
    link.run("drop", [HOLDS, f"pc:done:{txn}"], [txn])


def new_epoch() -> None:
    """Make every kept page invalid at once. Raises Away."""
    link.run("end", [EPOCH, SEQ, HOLDS, ""], ["", uuid.uuid4().hex, current_build(), ""])


def announce() -> None:
    """From now on the pages are made by this build. Raises Away."""
    link.run("end", [EPOCH, SEQ, HOLDS, ""], ["", uuid.uuid4().hex, current_build(), "announce"])


def standing_build() -> str | None:
    """The build whose pages Redis has, None where it has none. Raises Away."""
    epoch = link.read(EPOCH)
    return epoch.partition(".")[2] if epoch else None
