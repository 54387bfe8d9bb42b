"""Applies planned changes when their time comes, for as long as the worker runs."""

import threading

from django.db import close_old_connections, connection
from django.utils import timezone

from content import planning

LOOK_EVERY = 0.5  # seconds; a change is promised within one


def run(ended: threading.Event) -> None:
    """Look for plans that are due until *ended* is set."""
    while not ended.wait(LOOK_EVERY):
        close_old_connections()
        planning.apply_due(timezone.now())
    connection.close()
