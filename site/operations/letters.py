"""Posts the letters that wait, for as long as the worker runs."""

import threading

from django.db import close_old_connections, connection
from django.utils import timezone

from accounts import posting

LOOK_EVERY = 1.0  # seconds


def run(ended: threading.Event) -> None:
    """Look for letters that are due until *ended* is set."""
    while not ended.wait(LOOK_EVERY):
        close_old_connections()
        posting.answer_asked(timezone.now())
        posting.post_due(timezone.now())
    connection.close()
