"""The wire to the pages' Redis: short patience, no retries, and a moment's rest after a failure.

The site must answer without it, so every call either succeeds within a quarter of a second or raises Away.
"""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from redis import Redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import TimeoutError as TooSlow
from redis.retry import Retry

ALIAS = "pages"
CONNECT, READ = 0.1, 0.25  # seconds
REST = 1.0  # seconds without a try after a failure
PATIENCE = 3  # timeouts in a row: one alone may be a busy processor
SCRIPTS = Path(__file__).parent / "lua"


class Away(Exception):
    """Redis is not there, too slow, or refuses to work."""


class Resting(Away):
    """It was not even asked: it failed a moment ago."""


class Breaker:
    """Remembers failures, so that a dead Redis costs its readers nothing.

    A try takes *longest* seconds at most, and until then no other is begun.
    """

    def __init__(self, longest: float = REST) -> None:
        self.longest = longest
        self.resting_until = 0.0
        self.timeouts = 0
        self.lock = Lock()

    def check(self) -> None:
        """Raises Resting after a failure. Then one caller may try, the others rest on until it is known."""
        now = time.monotonic()
        with self.lock:
            if now < self.resting_until:
                raise Resting("resting")
            if self.resting_until:
                self.resting_until = now + self.longest

    def rest(self) -> None:
        """Ask nothing for a moment."""
        self.resting_until = time.monotonic() + REST

    def succeeded(self) -> None:
        self.resting_until, self.timeouts = 0.0, 0

    def failed(self, error: RedisError) -> None:
        with self.lock:
            self.timeouts += 1
            if not isinstance(error, TooSlow) or self.timeouts >= PATIENCE:
                self.rest()


breaker = Breaker()


def is_configured() -> bool:
    """Whether the site has a Redis for its pages at all."""
    return ALIAS in settings.CACHES


@cache
def client() -> Redis:
    """The raw client behind the django-redis alias."""
    from django_redis import get_redis_connection  # it reads settings.CACHES

    raw: Redis = get_redis_connection(ALIAS)
    raw.connection_pool.connection_kwargs.update(socket_connect_timeout=CONNECT, socket_timeout=READ)
    raw.set_retry(Retry(NoBackoff(), 0))  # by itself redis-py tries ten times: four seconds a call
    return raw


@cache
def script(name: str) -> Script:
    """The Lua script *name*, sent to Redis once and called by its hash."""
    return client().register_script((SCRIPTS / f"{name}.lua").read_text(encoding="utf-8"))


def run(name: str, keys: list[str], args: list[Any]) -> Any:
    """What the script *name* returns. Raises Away."""
    return ask(lambda redis: _evaluated(redis, script(name), keys, args))


def _evaluated(redis: Redis, wanted: Script, keys: list[str], args: list[Any]) -> Any:
    """Straight through a connection: the layers of redis-py above it double what a call costs."""
    connection: Any = redis.connection_pool.get_connection()
    try:
        connection.send_command("EVALSHA", wanted.sha, len(keys), *keys, *args)
        return connection.read_response()  # by itself it hangs up where something goes wrong on the way
    except NoScriptError:  # another Redis than the one that it was sent to
        return wanted(keys=keys, args=args)
    finally:
        redis.connection_pool.release(connection)


def info(section: str) -> dict[str, Any]:
    """Redis's own account of itself. Raises Away."""
    told: dict[str, Any] = ask(lambda redis: redis.info(section))
    return told


def ask(call: Callable[[Redis], Any]) -> Any:
    """What *call* says when it is given the client. Raises Away."""
    breaker.check()
    try:
        answer = call(client())
    except (Disconnected, TooSlow) as error:
        breaker.failed(error)
        raise Away(str(error)) from error
    except RedisError as error:  # it answered, but will not: out of memory, read only, no permission
        breaker.succeeded()
        raise Away(str(error)) from error
    breaker.succeeded()
    return answer


def forget() -> None:
    """Begin anew: other settings, another Redis."""
    client.cache_clear()
    script.cache_clear()
    breaker.__init__()  # type: ignore[misc]


def _settings_changed(*, setting: str, **kwargs: object) -> None:
    if setting == "CACHES":
        forget()


setting_changed.connect(_settings_changed)
