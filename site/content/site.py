"""The site's settings and menus, in one query."""

from typing import Any

from django.db.models import F, QuerySet

from content.models import Menu, SiteSettings
from content.prepared import prepared

SETTINGS = tuple(field.attname for field in SiteSettings._meta.concrete_fields)


@prepared
def _menus() -> QuerySet[Menu]:
    return Menu.objects.annotate(**{f"site_{name}": F(f"site__{name}") for name in SETTINGS if name != "id"})


def current() -> SiteSettings:
    """The site's settings with their menus; the defaults where nothing was chosen yet."""
    menus: list[Any] = list(_menus())
    if menus:
        row = menus[0]
        settings = SiteSettings(**{name: getattr(row, f"site_{name}") for name in SETTINGS})
        return settings.with_menus({menu.place: menu.items for menu in menus})
    return SiteSettings.objects.first() or SiteSettings()


def for_request(request: Any) -> SiteSettings:
    """The site's settings, read once for the answer to *request* however often they are asked for."""
    if not hasattr(request, "site"):
        request.site = current()
    return request.site  # type: ignore[no-any-return]
