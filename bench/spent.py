"""Processor time of this process and of its PostgreSQL session; and how dear such time is just now."""

import json
import statistics
import time
from typing import Any

from bench.measure import cpu_ms

WORK = [{"title": f"Letter number {n}", "words": list(range(n % 50))} for n in range(400)]
ROUNDS = 15


def spent() -> float:
    """Milliseconds that this process has used, with its session where there is one. Needs Django."""
    from django.db import connection

    session: Any = connection.connection
    of_session = cpu_ms(session.info.backend_pid) if connection.vendor == "postgresql" else 0.0
    return time.process_time() * 1000 + of_session


def yardstick() -> float:
    """Milliseconds of a piece of work that is always the same.

    Beside others who work, processor time itself is dearer: what is measured at another moment is held
    against this.
    """
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        json.loads(json.dumps(WORK))
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)
