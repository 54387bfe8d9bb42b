"""Renders anew what an older release rendered, a few at a time, for as long as the worker runs."""

import threading
from time import monotonic

from django.db import close_old_connections, connection

from content.actors import SITE
from content.rerendering import render_due

BEGIN_AFTER = 5.0  # seconds; a worker that has just begun has pages to look after
LOOK_EVERY = 3600.0  # seconds: what the older release still wrote while this one took its place


def run(ended: threading.Event) -> None:
    """Look for what is due until *ended* is set."""
    wait = BEGIN_AFTER
    while not ended.wait(wait):
        close_old_connections()
        _render_in_turn(ended)
        connection.close()
        wait = LOOK_EVERY


def _render_in_turn(ended: threading.Event) -> None:
    """Rest as long as each few took: the worker's other duties and everybody who writes come in between."""
    began = monotonic()
    for _ in render_due(SITE):
        if ended.wait(monotonic() - began):
            return
        began = monotonic()
