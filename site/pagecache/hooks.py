"""What the site tells the cache about itself, named in ``settings.PAGECACHE``."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from pagecache.tracking import Tracked

if TYPE_CHECKING:
    from pagecache.changes import Change


def option(name: str, default: Any = None) -> Any:
    """The entry *name* of ``settings.PAGECACHE``."""
    return getattr(settings, "PAGECACHE", {}).get(name, default)


@cache
def tracked() -> tuple[Tracked, ...]:
    """The models that public pages are made of."""
    named = option("TRACKED")
    models: Callable[[], Iterable[Tracked]] = import_string(named) if isinstance(named, str) else tuple
    return tuple(models())


@cache
def tracked_tables() -> dict[str, Tracked]:
    """Each tracked model by its table."""
    return {each.table: each for each in tracked()}


@cache
def tables_aside() -> frozenset[str]:
    """The tables that are seen through a tracked one."""
    return frozenset(name for each in tracked() for name in each.aside)


@cache
def _heed() -> Callable[[Sequence["Change"]], object]:
    named = option("HEED")
    found: Callable[[Sequence[Change]], object] = import_string(named) if named else lambda changes: None
    return found


def heed(changes: Sequence["Change"]) -> None:
    """Let the site act on what a transaction has changed, before it commits."""
    _heed()(changes)


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
        tracked.cache_clear()
        tracked_tables.cache_clear()
        tables_aside.cache_clear()
        _heed.cache_clear()
        _next_change.cache_clear()


setting_changed.connect(_forget)
