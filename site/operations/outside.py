"""Asks the sites that texts lead to whether they are still there: politely, and beside everything else."""

import threading
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from content import outside
from content.remote import Fetcher

MINUTE = 60.0  # seconds
MOST_A_MINUTE = 20
LOOK_BACK = timedelta(days=1)  # how long a worker may have been away and still see what was written


def run(ended: threading.Event) -> None:
    """Ask a few addresses a minute until *ended* is set."""
    since = timezone.now() - LOOK_BACK
    outside.note_wanted(outside.of_texts(), timezone.now())
    while not ended.is_set():
        close_old_connections()
        now = timezone.now()
        outside.note_wanted(outside.of_revisions(since), now)
        since = now
        _ask_some(ended)
    connection.close()


def _ask_some(ended: threading.Event) -> None:
    """A minute's worth of questions, spread over the minute."""
    for link in outside.due(timezone.now(), MOST_A_MINUTE):
        if ended.is_set():
            return
        outside.check(link, Fetcher(), timezone.now())
        ended.wait(MINUTE / MOST_A_MINUTE)
    ended.wait(MINUTE / MOST_A_MINUTE)
