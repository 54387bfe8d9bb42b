"""Before a process trusts kept pages: is their Redis fit, and are they pages of this process's build?

Asked once, at its start. What becomes of Redis later the keeper sees, who vouches for its pages.
"""

import time

from pagecache import link, store
from pagecache.build import current_build

POLICY = "volatile-lru"
TAKE_OVER = 60.0  # seconds


class Unfit(link.Away):
    """Redis would throw away what safety needs."""


class Standing:
    """How this process's build stands in Redis."""

    is_announced = False
    refused_since: float | None = None


standing = Standing()


def catch_up() -> None:
    """Before pages are looked up: policy and build. Raises Away; Unfit for a wrong policy."""
    try:
        refuse_unfit_policy()
        announce_once()
    except link.Away:
        link.breaker.rest()
        raise


def refuse_unfit_policy() -> None:
    """Raises Unfit when memory pressure could take more than pages, Away when Redis cannot be asked."""
    policy = link.info("memory").get("maxmemory_policy")
    if policy != POLICY:
        raise Unfit(
            f"The pages' Redis has maxmemory-policy {policy}; it could evict what keeps pages true. "
            f"Set maxmemory-policy {POLICY} on that instance, and use it for nothing else."
        )


def announce_once() -> None:
    """At a process's start, its build replaces the one before. Raises Away."""
    if not standing.is_announced and store.standing_build() != current_build():
        store.announce()
    standing.is_announced = True


def another_build_stands() -> None:
    """Pages in Redis are another release's.

    While a release is rolled out, that is the newer one, and this process steps back. When it is so for a
    minute, it is not: a process of the older one came up last and is gone.
    """
    standing.refused_since = standing.refused_since or time.monotonic()
    if time.monotonic() - standing.refused_since > TAKE_OVER:
        standing.refused_since, standing.is_announced = None, False
