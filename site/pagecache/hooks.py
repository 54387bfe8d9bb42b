"""What the site tells the cache about itself, named in ``settings.PAGECACHE``."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string


def option(name: str, default: Any = None) -> Any:
    """The entry *name* of ``settings.PAGECACHE``."""
    return getattr(settings, "PAGECACHE", {}).get(name, default)


@cache
def tracked_tables() -> frozenset[str]:
    """The tables that public pages are made of; a commit that touches one makes a new epoch."""
    named = option("TRACKED")
    tables: Callable[[], Iterable[str]] = import_string(named) if isinstance(named, str) else frozenset
    return frozenset(tables())


@cache
def _next_change() -> Callable[[datetime], datetime | None]:
    named = option("NEXT_CHANGE")
    found: Callable[[datetime], datetime | None] = import_string(named) if named else lambda now: None
    return found


def next_change(now: datetime) -> datetime | None:
    """When public pages next change by the clock alone, or None."""
    return _next_change()(now)


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting == "PAGECACHE":
        tracked_tables.cache_clear()
        _next_change.cache_clear()


setting_changed.connect(_forget)
