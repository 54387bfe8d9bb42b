"""A pages' Redis for what looks at one."""

from tests.redis_fixture import pages_redis, pages_server

__all__ = ["pages_redis", "pages_server"]
