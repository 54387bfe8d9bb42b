"""What nginx says of itself at ``/edge-status``: what became of the requests since its workers started."""

import json
from collections import Counter
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from django.conf import settings

PATIENCE = 0.5  # seconds
HITS = ("hit", "hit_redis")
HANDED_OVER = (  # to the application, and why (edge/counts.lua)
    "miss",
    "method",
    "authorization",
    "author",
    "markdown",
    "body",
    "address",
    "navigation",
    "redis_away",
    "not_fresh",
    "other_build",
)

_opener = build_opener(ProxyHandler({}))  # it is this machine, or one beside it


def of_all() -> Counter[str]:
    """The counts of all workers of each nginx that EDGE_STATUS names; nothing where none answers."""
    counts: Counter[str] = Counter()
    for url in settings.EDGE_STATUS:
        try:
            with _opener.open(url, timeout=PATIENCE) as answer:
                workers = json.load(answer)
        except (URLError, OSError, ValueError):
            continue
        for worker in workers:
            counts.update({name: n for name, n in worker.items() if isinstance(n, int)})
    return counts
