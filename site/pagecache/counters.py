"""What became of requests and pages: counted in each process, added up over all of them once a second.

The sums stand in a hash of the site's general Redis. Not in mapped files, as prometheus-client has it: a full
disk would end the process that counts. Not in the pages' Redis: its failures are to be told of. What cannot
be told waits in its process for the next try. Without a general Redis each process knows its own counts only.
"""

import atexit
import os
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from redis import Redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.exceptions import RedisError
from redis.retry import Retry

SUMS = "pagecache:counts"
LONGEST, FEW = "pagecache:longest:%Y%m%d", 20  # of a day, addresses whose renders took longest
EVERY = 1.0  # seconds between two tellings

_since_start: Counter[str] = Counter()
_untold: Counter[str] = Counter()
_longest: dict[str, int] = {}  # microseconds by path, of those that were not told yet
_lock = threading.Lock()
_teller: int | None = None  # the process whose thread tells


def count(event: str, number: int = 1) -> None:
    """So many more of *event*: a fixed word, or one with a reason out of a few after a colon."""
    with _lock:
        _since_start[event] += number
        _untold[event] += number
    if _teller != os.getpid():
        _begin_to_tell()


def count_purge(pages: int) -> None:
    """One more change that Redis was told of, and so many more pages that went by it."""
    count("purge")
    count("purged", pages)


def remember_longest(path: str, micro: int) -> None:
    """A render of *path* took so long. While nobody can be told, the longest few are kept in mind."""
    with _lock:
        _longest[path] = max(micro, _longest.get(path, 0))
        if len(_longest) > FEW:
            del _longest[min(_longest, key=_longest.__getitem__)]


def longest() -> list[tuple[str, int]]:
    """The paths whose renders took longest today, in microseconds; none without a Redis."""
    redis = _redis()
    if redis is None:
        return []
    try:
        found = redis.zrange(datetime.now(UTC).strftime(LONGEST), 0, FEW - 1, desc=True, withscores=True)
    except RedisError:
        return []
    return [(path.decode(), int(micro)) for path, micro in found]  # type: ignore[union-attr, str-unpack]


def totals() -> dict[str, int]:
    """All counts by event: of every process where there is a Redis that answers, else of this one."""
    redis = _redis()
    if redis is None:
        return _own()
    try:
        told = redis.hgetall(SUMS)
    except RedisError:
        return _own()
    with _lock:
        sums = Counter({event.decode(): int(number) for event, number in told.items()})  # type: ignore[union-attr]
        sums.update(_untold)
        return dict(sums)


def _own() -> dict[str, int]:
    with _lock:
        return dict(_since_start)


def tell() -> None:
    """Add what this process has counted to the sums; what Redis does not take stays for the next time."""
    redis = _redis() if _untold else None  # whoever counted nothing may have no settings either
    if redis is None:
        return
    with _lock:
        new, slow = _untold.copy(), _longest.copy()
        _untold.clear()
        _longest.clear()
    try:
        with redis.pipeline() as pipeline:
            for event, number in new.items():
                pipeline.hincrby(SUMS, event, number)
            if slow:
                _tell_longest(pipeline, slow)
            pipeline.execute()
    except RedisError:
        with _lock:
            _untold.update(new)


def _tell_longest(pipeline: Pipeline, slow: dict[str, int]) -> None:
    key = datetime.now(UTC).strftime(LONGEST)
    pipeline.zadd(key, slow, gt=True)
    pipeline.zremrangebyrank(key, 0, -FEW - 1)
    pipeline.expire(key, timedelta(days=2))


def _begin_to_tell() -> None:
    global _teller
    with _lock:
        if _teller == os.getpid():
            return
        _teller = os.getpid()
    threading.Thread(target=_tell_for_ever, name="pagecache-counters", daemon=True).start()


def _tell_for_ever() -> None:
    while True:
        time.sleep(EVERY)
        tell()


@cache
def _redis() -> Redis | None:
    """A client of the general Redis that tries once; None where there is none."""
    alias = settings.CACHES.get("default", {})
    if not alias.get("BACKEND", "").startswith("django_redis"):
        return None
    once = Retry(NoBackoff(), 0)
    found: Redis = Redis.from_url(
        alias["LOCATION"], socket_connect_timeout=0.1, socket_timeout=0.25, retry=once
    )
    return found


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting == "CACHES":
        _redis.cache_clear()


def _begin_as_child() -> None:
    """What the parent counted is the parent's to tell, and its teller may have held the lock."""
    global _lock
    _lock = threading.Lock()
    _untold.clear()
    _longest.clear()


setting_changed.connect(_forget)
os.register_at_fork(after_in_child=_begin_as_child)
atexit.register(tell)
