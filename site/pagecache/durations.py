"""How long renders take, and which addresses take longest: of a day the slowest few, over all processes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pagecache import counters
from pagecache.renders import Render


@contextmanager
def measured(path: str, render: Render) -> Iterator[None]:
    """Count the render inside, which is of the address *path*. One that failed counts too."""
    began = time.perf_counter()
    try:
        yield
    finally:
        micro = int((time.perf_counter() - began) * 1_000_000)
        counters.count("render")
        counters.count("render microseconds", micro)
        counters.count("render statements", render.statements)
        counters.remember_longest(path, micro)
