"""The keeper's rounds in the worker, and the chores of whoever is in charge: warming, sweeping and the like.

Two threads, because a chore may take its time and the keeper's word is good for five seconds only.
"""

import logging
import threading
import time
from contextlib import suppress

from django.db import DatabaseError, connection

from pagecache import auditor, cdn, hooks, link, missed, packing, report
from pagecache.cdn import telling
from pagecache.keeper import Keeper
from pagecache.sweeping import Sweeper
from pagecache.warming import Warmer

log = logging.getLogger(__name__)

GLANCE_EVERY = 0.2  # seconds; every second glance is a whole turn
CHORES_EVERY = 1.0  # seconds, of which at most
WARM_FOR, PACK_FOR = 0.6, 0.4
LOG_EVERY = 2.0  # seconds: search waits for what came from outside
PATIENCE = 1000  # ms that the keeper waits for a lock; its word is good for more


def run(ended: threading.Event) -> None:
    """Keep the pages true until *ended* is set."""
    if not link.is_configured():
        _keep_the_log_short(ended)
        return
    keeper, over = Keeper(), threading.Event()
    chores = threading.Thread(target=_do_chores, args=(keeper, over), name="pagecache-chores", daemon=True)
    chores.start()
    teller = threading.Thread(target=_tell_the_cdn, args=(keeper, over), name="pagecache-cdn", daemon=True)
    if cdn.in_front():
        teller.start()
    try:
        _keep(keeper, ended)
    finally:
        over.set()
        chores.join(5)


def _keep_the_log_short(ended: threading.Event) -> None:
    """Without a Redis no page is kept, but the database writes down what comes from outside all the same."""
    while not ended.wait(LOG_EVERY):
        with suppress(DatabaseError):
            connection.close_if_unusable_or_obsolete()
            missed.heed_outside()
    connection.close()


def _keep(keeper: Keeper, ended: threading.Event) -> None:
    is_turn = True
    while not ended.is_set():
        _lose_patience()
        if is_turn:
            keeper.turn()
        else:
            keeper.glance()
        is_turn = not is_turn
        ended.wait(GLANCE_EVERY)
    keeper.resign()
    connection.close()


def _lose_patience() -> None:
    """A connection that works and does not wait for long: a keeper that waits does not vouch."""
    connection.close_if_unusable_or_obsolete()
    wish = "SET lock_timeout = %s" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = %s"
    with suppress(DatabaseError), connection.cursor() as cursor:  # the turn says so
        cursor.execute(wish % PATIENCE)


def _tell_the_cdn(keeper: Keeper, over: threading.Event) -> None:
    """In a thread of its own: a CDN may let others wait for long."""
    teller = telling.Teller()
    while not over.wait(teller.rest):
        connection.close_if_unusable_or_obsolete()
        if keeper.is_in_charge:
            teller.turn()
    connection.close()


class Chores:
    """What the keeper in charge does besides."""

    def __init__(self) -> None:
        self.warmer, self.sweeper, self.report = Warmer(), Sweeper(), report.Report()
        self.audit_due = time.monotonic()

    def do(self) -> None:
        """One round. Raises Away."""
        self.warmer.warm(WARM_FOR)
        self.sweeper.sweep()
        every = hooks.option("AUDIT_EVERY", 60)
        if every and time.monotonic() >= self.audit_due:
            self.audit_due = time.monotonic() + every
            auditor.audit()
        self.report.say_when_due()
        packing.pack(PACK_FOR)  # the last: when Redis's memory is full, it refuses


def _do_chores(keeper: Keeper, over: threading.Event) -> None:
    chores = Chores()
    while not over.wait(CHORES_EVERY):
        connection.close_if_unusable_or_obsolete()
        try:
            if keeper.is_in_charge:
                chores.do()
        except link.Away:
            continue  # the keeper says so
        except Exception:
            log.exception("A chore of the page cache failed.")
    connection.close()
