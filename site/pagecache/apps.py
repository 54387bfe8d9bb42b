"""The page cache as Django knows it; the only place where it listens to signals."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class PageCache(AppConfig):
    name = "pagecache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pagecache import recorder
        from pagecache.checks import cdn_can_be_told, pages_redis_is_fit, triggers_are_in_place

        recorder.install()
        register(pages_redis_is_fit)
        register(cdn_can_be_told)
        register(triggers_are_in_place, Tags.database)
        post_migrate.connect(_begin_anew, sender=self)


def _begin_anew(*, using: str, plan: Any = None, **kwargs: Any) -> None:
    """Tables have another shape now, and migrations write rows: every migrate ends all kept pages.

    Django's ``flush`` says the same, without a plan; it leaves the triggers where they are.
    """
    from django.db import connections, transaction

    from pagecache import changes, triggers

    with transaction.atomic(using=using):
        if plan is not None and triggers.are_known_for(connections[using]):
            triggers.install(connections[using])
        changes.note_upheaval(connections[using])
