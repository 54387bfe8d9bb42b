"""Makes the renditions of pictures soon after they came, for as long as the worker runs."""

import threading
from collections import deque
from time import monotonic

from django.db import close_old_connections, connection

from content import renditions
from content.actors import SITE
from media.models import Picture

LOOK_EVERY = 2.0  # seconds
# A transaction that began to show a picture before its renditions came, and ended after, has ended by then.
LOOK_AGAIN_AFTER = 60.0


def run(ended: threading.Event) -> None:
    """Make what is due until *ended* is set."""
    done: deque[tuple[float, list[Picture]]] = deque()
    while not ended.wait(LOOK_EVERY):
        close_old_connections()
        for pictures in renditions.make_due(SITE):
            done.append((monotonic() + LOOK_AGAIN_AFTER, pictures))
            if ended.is_set():
                break
        while done and done[0][0] < monotonic():
            renditions.look_again(actor=SITE, pictures=done.popleft()[1])
    connection.close()
