"""The whole site on a Redis of its own, with commits that are real."""

from tests.redis_fixture import pages_redis, pages_server

__all__ = ["pages_redis", "pages_server"]
