"""The small site, and a Redis for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from redis import Redis

from pagecache import triggers
from tests.redis_fixture import pages_redis, pages_server
from tests.unit.pagecache import small_site

__all__ = ["kept", "own_triggers", "pages_redis", "pages_server", "small"]

HERE = "tests.unit.pagecache.small_site"

MIDDLEWARE = [
    "pagecache.router.PublicRouter",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


@pytest.fixture
def small(settings: Any) -> Client:
    """A reader of the small site, which keeps nothing."""
    settings.ROOT_URLCONF = HERE
    settings.MIDDLEWARE = MIDDLEWARE
    settings.SITE_URL = "https://stet.example"
    settings.DEBUG = False
    settings.CACHES = {name: alias for name, alias in settings.CACHES.items() if name != "pages"}
    settings.PAGECACHE = {"TRACKED": f"{HERE}.tracked", "NEXT_CHANGE": f"{HERE}.next_change"}
    settings.PAGECACHE_STRICT = True
    small_site.renders.clear()
    small_site.changes.clear()
    return Client()


@pytest.fixture
def kept(small: Client, pages_redis: Redis, transactional_db: None) -> Client:
    """A reader of the small site, which keeps its pages; commits are real."""
    return small


@pytest.fixture
def own_triggers(transactional_db: None) -> Iterator[None]:
    """A keeper of the small site gives the tables that one's triggers; other tests find the site's again.

    That is written without a Redis: the test's own may be gone.
    """
    the_sites = {"PAGECACHE": settings.PAGECACHE, "CACHES": {"default": settings.CACHES["default"]}}
    yield
    with override_settings(**the_sites):
        triggers.install(connection)
