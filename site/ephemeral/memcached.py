"""Django's backend for Memcached, with values in JSON: nothing that comes from there is ever unpickled."""

import json
from typing import Any

from django.core.cache.backends.memcached import PyMemcacheCache
from pymemcache.exceptions import MemcacheError

from ephemeral.away import away_means


class Json:
    """How values are written there. A whole number is its digits, as ``incr`` needs it."""

    def serialize(self, key: Any, value: Any) -> tuple[bytes, int]:
        """*value* as bytes, and flags that mean nothing."""
        return json.dumps(value).encode(), 0

    def deserialize(self, key: Any, value: bytes, flags: int) -> Any:
        """What the bytes *value* say."""
        return json.loads(value)


@away_means(OSError, MemcacheError)
class Cache(PyMemcacheCache):
    """One or more Memcached servers; a window of ``incr`` ends when ``add`` said it would."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        waits = {"connect_timeout": 0.1, "timeout": 0.25, "retry_attempts": 0, "dead_timeout": 1}  # seconds
        options = waits | {"serde": Json()} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})
