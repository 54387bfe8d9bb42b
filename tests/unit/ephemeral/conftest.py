"""Redis for the caches."""

from tests.redis_fixture import pages_server

__all__ = ["pages_server"]
