"""How long renders take, and which pages take longest: of a day the slowest few, over all processes."""

import time

from django.http.response import HttpResponseBase

from pagecache import counters
from pagecache.renders import Render


def count_render(path: str, render: Render, response: HttpResponseBase) -> None:
    """*render* has just made *response* at *path*. Of what is not there no path is remembered."""
    render.ended = time.perf_counter()
    micro = int((render.ended - render.began) * 1_000_000)
    counters.count("render")
    counters.count("render microseconds", micro)
    counters.count("render statements", render.statements)
    if response.status_code == 200:
        counters.remember_longest(path, micro)
