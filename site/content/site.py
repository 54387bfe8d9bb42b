"""The site's settings and menus, in one query."""

from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet

from content.models import Menu, SiteSettings
from content.prepared import Statement, prepared

SETTINGS = tuple(field.attname for field in SiteSettings._meta.concrete_fields)


@prepared
def _menus() -> QuerySet[Menu]:
    return Menu.objects.annotate(**{f"site_{name}": F(f"site__{name}") for name in SETTINGS if name != "id"})


def current() -> SiteSettings:
    """The site's settings with their menus; the defaults where nothing was chosen yet."""
    statement, rows = _menus.answer()
    return _made(statement, tuple(rows)) if rows else _without_menus()


def for_request(request: Any) -> SiteSettings:
    """The site's settings, read once for the answer to *request* however often they are asked for.

    They are the same for all requests that find the same rows: to be read, and not to be changed.
    """
    if not hasattr(request, "site"):
        statement, rows = _menus.answer()
        request.site = _known(statement, tuple(rows)) if rows else _without_menus()
    return request.site  # type: ignore[no-any-return]


def _made(statement: Statement, rows: tuple[Any, ...]) -> SiteSettings:
    menus = statement.instances(rows)
    settings = SiteSettings(**{name: getattr(menus[0], f"site_{name}") for name in SETTINGS})
    return settings.with_menus({menu.place: menu.items for menu in menus})


def _without_menus() -> SiteSettings:
    return SiteSettings.objects.first() or SiteSettings()


_known = lru_cache(maxsize=4)(_made)
