"""What is remembered for a while beside the content: counts, and who has what open.

It lies in ``CACHES["default"]`` (docs/servers.md): any of it may be lost at any moment, and where it cannot
be had the site does without, with a word in the log.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.cache import cache
from django_redis.exceptions import ConnectionInterrupted
from redis.exceptions import RedisError

from ephemeral.away import Away

# What a cache of any kind raises that does not answer; django-redis says it in two ways.
AWAY = (Away, ConnectionInterrupted, RedisError)

log = logging.getLogger(__name__)


def count(name: str, seconds: int) -> int:
    """Count one *name*, in a window of so many *seconds* that the first one opens.

    Returns how many there were in it; 0 where nobody can count.
    """
    with _forgiven():
        for _ in range(2):  # a window may end between the two questions
            cache.add(name, 0, seconds)
            with suppress(ValueError):
                return int(cache.incr(name))
    return 0


def keep(name: str, value: Any, seconds: float) -> None:
    """Remember *value*, which JSON can say, for so many *seconds*."""
    with _forgiven():
        cache.set(name, value, seconds)


def recall(name: str) -> Any:
    """What was kept under *name*; None where nothing is."""
    return recall_all([name]).get(name)


def recall_all(names: Iterable[str]) -> dict[str, Any]:
    """What was kept under these *names*, those of which nothing is known left out."""
    with _forgiven():
        return dict(cache.get_many(list(names)))
    return {}


def refusal() -> str:
    """Why nothing can be remembered just now, or ""."""
    try:
        cache.set("ephemeral:asked", 1, 60)
    except AWAY as error:
        return str(error.__cause__ or error) or type(error).__name__
    return ""


@contextmanager
def _forgiven() -> Iterator[None]:
    try:
        yield
    except AWAY as error:
        log.warning("Nothing is remembered for a while: the cache does not answer (%s).", error)
