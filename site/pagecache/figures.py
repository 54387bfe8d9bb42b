"""How the page cache fares: what was counted, and what Redis says of this moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from pagecache import auditor, counters, link, store, warming


@dataclass(frozen=True)
class Moment:
    """What Redis says now: whether pages are trusted; how many edges there are and how many lack the newest
    purge, ``lag`` seconds after it (0 when none does); fences that stand; purged pages to warm.
    """

    fresh: bool
    edges: int
    behind: int
    lag: float
    holds: int
    cold: int


def of_this_moment() -> Moment:
    """Raises Away."""
    seq = int(link.ask(lambda redis: redis.get(store.SEQ)) or 0)
    fresh, holds, cold = (
        link.ask(lambda redis: redis.exists(store.FRESH)),
        link.ask(lambda redis: redis.hlen(store.HOLDS)),
        link.ask(lambda redis: redis.zcard(store.COLD)),
    )
    behind = store.edges_behind(seq)
    lag = max(0.0, store.redis_time_ms() / 1000 - seq / 1_000_000) if behind else 0.0
    return Moment(bool(fresh), store.edges(), behind, lag, holds, cold)


def status() -> dict[str, float | None]:
    """Two shares for a status page.

    ``exactness``: of the pages that purges took, those that had really changed, as far as warming could tell.
    ``wrong_at_most``: the hits that can be wrong, with 95 % certainty. None while there is nothing to go by.
    """
    totals = counters.totals()
    equal, different = totals.get("audit equal", 0), totals.get("audit different", 0)
    return {"exactness": warming.exactness(totals), "wrong_at_most": auditor.bound(equal, different)}


def by_name(totals: Mapping[str, int]) -> dict[str, int]:
    """*totals* without the reasons."""
    sums: dict[str, int] = {}
    for event, number in totals.items():
        name = event.partition(":")[0]
        sums[name] = sums.get(name, 0) + number
    return sums
