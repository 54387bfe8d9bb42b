"""Vouches for the kept pages: looks every half second that Redis knows every commit that the database shows.

Nobody trusts a page unless a look of the last five seconds said so. One keeper works at a time, by a lock in
Redis; the others wait to take over. Whatever goes wrong, a look that did not come to its end vouches for
nothing, and the next one begins anew: so there is nothing to recover, and no state to lose.
"""

import logging
import time
import uuid
from contextlib import suppress

from django.db import DatabaseError, OperationalError, connection

from pagecache import holds, identity, link, missed, starting, store, triggers

log = logging.getLogger(__name__)

LOCK = 3000  # ms; less than what a look is worth, so that another takes over unnoticed
WORTH = 5000  # ms that pages are trusted after a look
UPKEEP_EVERY = 60.0  # seconds


class Refused(Exception):
    """Redis did not let the keeper vouch: it changed during the look."""


class Keeper:
    """One of those that could keep; ``is_in_charge`` when it is the one that does."""

    def __init__(self) -> None:
        self.token = uuid.uuid4().hex
        self.is_in_charge = False
        self._outbox = missed.OutboxReader()
        self._upkeep_due = 0.0
        self._said = ""

    def turn(self) -> bool:
        """One look at everything; whether pages may be trusted for another while by it."""
        try:
            self._take_charge()
            if self.is_in_charge:
                self._look()
        except starting.Unfit as error:
            self._say("unfit", logging.ERROR, f"No page is trusted. {error}")
        except link.Away as error:
            self.is_in_charge = False  # for all it knows; it will see at the next turn
            self._say("away", logging.WARNING, f"The page cache rests, Redis is away: {error}")
        except DatabaseError as error:
            self._say("database", logging.WARNING, f"The page cache rests, the database refuses: {error}")
        except Refused:
            self._say("refused", logging.WARNING, "Redis changed while the keeper looked; it looks again.")
        else:
            return self._say_who_keeps()
        return False

    def glance(self) -> None:
        """Between two turns: was anything written from outside? What goes wrong shows at the next turn."""
        if not self.is_in_charge:
            return
        try:
            missed.heed_outside()
        except DatabaseError as error:
            log.debug("A glance failed: %s", error)

    def resign(self) -> None:
        """Let another take over at once; for the orderly end."""
        if self.is_in_charge:
            self.is_in_charge = False
            with suppress(link.Away):
                link.run("resign", [], [self.token])

    def _take_charge(self) -> None:
        was = self.is_in_charge
        self.is_in_charge = bool(link.run("charge", [], [self.token, LOCK]))
        if self.is_in_charge and not was:
            self._upkeep_due = 0.0

    def _look(self) -> None:
        """Raises Away, DatabaseError, Refused; when it does not, pages are vouched for."""
        look = store.redis_time_ms()  # before anything is read: what is committed later is the next look's
        run_id = str(link.info("server")["run_id"])
        identity.recognise(run_id)
        if time.monotonic() >= self._upkeep_due:
            self._keep_up(run_id)
        missed.heed_outside()
        self._outbox.read()  # after it, because the commit above may not have reached Redis
        holds.release_abandoned()
        if not store.vouch(look, run_id, self.token, WORTH):
            raise Refused

    def _keep_up(self, run_id: str) -> None:
        """What need not be looked at in every turn."""
        starting.refuse_unfit_policy()
        if triggers.ensure(connection):
            log.warning("Triggers of the change log were missing or wrong, and are put right; all pages go.")
        with suppress(OperationalError):  # SQLite's lock is an import's for now
            identity.renew_mark(run_id)
        self._upkeep_due = time.monotonic() + UPKEEP_EVERY

    def _say_who_keeps(self) -> bool:
        if self.is_in_charge:
            self._say("keeps", logging.INFO, "The keeper vouches for kept pages.")
        else:
            self._say("waits", logging.INFO, "Another keeper is at work; this one waits.")
        return self.is_in_charge

    def _say(self, state: str, level: int, sentence: str) -> None:
        """A line when the state changes, and none while it lasts."""
        if state != self._said:
            log.log(level, sentence)
            self._said = state
