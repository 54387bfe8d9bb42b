"""Keeps the search's index in line with what was written past the verbs, for as long as the worker runs."""

import threading

from django.db import close_old_connections, connection

from content.search import due

LOOK_EVERY = 1.0  # seconds; readers are promised five


def run(ended: threading.Event) -> None:
    """Look for what is put down until *ended* is set."""
    while not ended.wait(LOOK_EVERY):
        close_old_connections()
        due.follow()
    connection.close()
