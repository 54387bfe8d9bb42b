"""The page cache as Django knows it; the only place where it listens to signals."""

import logging
from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate

log = logging.getLogger(__name__)


class PageCache(AppConfig):
    name = "pagecache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pagecache.checks import pages_redis_is_fit

        register(pages_redis_is_fit)
        post_migrate.connect(_begin_anew, sender=self)


def _begin_anew(*, using: str, **kwargs: Any) -> None:
    """Tables have another shape now, and migrations write rows: every migrate ends all kept pages."""
    from django.db import connections

    from pagecache import fence

    fence.raise_before(connections[using]).lift_after_commit(connections[using])
