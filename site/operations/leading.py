"""Which of several workers has the duties: one at a time, by a lock in the database that ends with its
session.

SQLite belongs to one machine and its one worker, which does them without asking. The page cache's keepers
have a lock of their own, in Redis (``pagecache.keeper``).
"""

import logging
import threading
from collections.abc import Callable

from django.db import Error, connection

log = logging.getLogger(__name__)

LOCK = 0x57E7  # the number that PostgreSQL knows the duties by, in this database
LOOK_EVERY = 1.0  # seconds
# A machine that is gone cannot end its session: the server looks for itself, and lets go after six seconds.
NOTICE_ITS_LOSS = "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 2"

Duties = Callable[[threading.Event], object]


def in_turn(ended: threading.Event, do: Duties) -> None:
    """Wait until no other worker has the duties, then *do* them, until *ended* is set.

    The event that *do* is given is set too when the lock is lost; then it is waited for anew.
    """
    is_waiting = False
    while not ended.is_set():
        if _take_charge():
            log.info("This worker has the duties.")
            is_waiting = False
            _do_while_in_charge(ended, do)
        elif not is_waiting:
            is_waiting = True
            log.info("Another worker has the duties, or no database answers; this one waits.")
        ended.wait(LOOK_EVERY)
    connection.close()


def _do_while_in_charge(ended: threading.Event, do: Duties) -> None:
    over = threading.Event()
    working = threading.Thread(target=do, args=(over,), name="duties")
    working.start()
    try:
        while not ended.wait(LOOK_EVERY) and working.is_alive() and _is_in_charge():
            pass
    finally:
        over.set()
        working.join()
        connection.close()  # and the lock is another's


def _take_charge() -> bool:
    if connection.vendor != "postgresql":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute(NOTICE_ITS_LOSS)
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            return bool(cursor.fetchone()[0])
    except Error:
        connection.close()
        return False


def _is_in_charge() -> bool:
    """Whether the session that has the lock goes on; nothing opens another one meanwhile."""
    if connection.vendor != "postgresql":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        log.warning("The database does not answer; the duties rest.")
        return False
    return True
