"""Makes up for what Redis was not told: at a process's start, after every failure, and once a second.

The outbox's lines are written in the transaction they tell of, so a line that can be seen is a commit that
can be seen. Reading it for every page would cost each reader a query. Instead a process looks when it could
have missed something (it has just started, or Redis failed it), and the worker looks all the time: a process
that met no failure while Redis was away trusts old pages for at most one tick of the worker's.
"""

import logging
import time

from pagecache import link, store
from pagecache.build import current_build
from pagecache.models import Outbox

log = logging.getLogger(__name__)

POLICY = "volatile-lru"
TAKE_OVER = 60.0  # seconds


class Unfit(link.Away):
    """Redis would throw away what safety needs."""


class Standing:
    """How this process's build stands in Redis."""

    is_announced = False
    refused_since: float | None = None


standing = Standing()


def tick() -> None:
    """One round of the worker's."""
    if not link.is_configured():
        return
    try:
        catch_up()
        store.look("", "")  # lifts abandoned fences, also where no reader comes by
    except link.Away as error:
        log.warning("The page cache rests: %s", error)


def catch_up() -> None:
    """Before pages are trusted again: policy, build, outbox. Raises Away; Unfit for a wrong policy."""
    link.breaker.has_missed = False
    try:
        refuse_unfit_policy()
        announce_once()
        clear_outbox()
    except link.Away:
        link.breaker.rest()
        raise


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
        link.breaker.has_missed = True


def refuse_unfit_policy() -> None:
    """Raises Unfit when memory pressure could take more than pages, Away when Redis cannot be asked."""
    policy = link.info("memory").get("maxmemory_policy")
    if policy != POLICY:
        raise Unfit(
            f"The pages' Redis has maxmemory-policy {policy}; it could evict what keeps pages true. "
            f"Set maxmemory-policy {POLICY} on that instance, and use it for nothing else."
        )


def clear_outbox() -> None:
    """A new epoch for the commits that Redis was not told of. Raises Away."""
    lines = list(Outbox.objects.values_list("pk", flat=True))
    if lines:
        store.new_epoch()  # first: a line goes only when it was made up for
        Outbox.objects.filter(pk__in=lines).delete()
