"""Compares kept pages with what their views say now, all the time and a few at a time.

The proof that pages are true rests on what was thought of. The auditor looks for what was not: a difference
means that a change told no tag, or a render left none. The page goes, the log names the tags to look for, and
the number of audits without a difference bounds how many hits can be wrong.
"""

import logging
import random
from math import sqrt

from django.http import HttpResponse

from pagecache import asking, counters, keeping, link, store
from pagecache.calling import Asked, call_view, mark_part
from pagecache.cdn import telling
from pagecache.renders import Render
from pagecache.stored import Stored, read

log = logging.getLogger(__name__)

TRIES = 20  # to find a page that is kept

EQUAL, DIFFERENT, VOID = "equal", "different", "void"


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
    telling.everything()  # nobody knows which tag it lacked
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
        stored = read(number) if number else None
        if stored and stored.epoch == lease.epoch and stored.expires > lease.ms:
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


def bound(equal: int, different: int) -> float | None:
    """The share of hits that can be wrong at most, with 95 % certainty; None before the first audit.

    The rule of three, 3/n, as long as no difference was found; otherwise a little more than Poisson's bound.
    """
    audits = equal + different
    return min(1.0, (different + 1.65 * sqrt(different) + 3) / audits) if audits else None
