"""A process that is killed while it commits."""

import os
import signal

from django.db import connection

from content.models import Topic
from pagecache import link, pauses


def writer_killed_at(step: str) -> None:
    """Another process begins to write a topic, and is killed at *step* of its commit."""
    child = os.fork()
    if child == 0:
        try:
            # Of its own, as a process has: it was born with its parent's sockets. To close those before would
            # not do: once Playwright's loop runs, Django keeps a second connection for the same thread.
            connection.connect()
            link.forget()
            pauses.hook = lambda reached: os.kill(os.getpid(), signal.SIGKILL) if reached == step else None
            Topic.objects.create(name="Killed", slug="killed")
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
