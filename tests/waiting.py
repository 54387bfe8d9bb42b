"""Waiting in a test for what something else does: another process, a thread, a browser."""

import time
from collections.abc import Callable


def until(is_so: Callable[[], bool], seconds: float = 60) -> float:
    """How many seconds it took until it was so; a machine with much else to do has a minute for it."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began
