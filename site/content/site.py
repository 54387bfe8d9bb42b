"""The site's settings and menus, in one query."""

from typing import Any

from content.models import Menu, SiteSettings


def current() -> SiteSettings:
    """The site's settings with their menus; the defaults where nothing was chosen yet."""
    menus = list(Menu.objects.select_related("site"))
    if menus:
        return menus[0].site.with_menus({menu.place: menu.items for menu in menus})
    return SiteSettings.objects.first() or SiteSettings()


def for_request(request: Any) -> SiteSettings:
    """The site's settings, read once for the answer to *request* however often they are asked for."""
    if not hasattr(request, "site"):
        request.site = current()
    return request.site  # type: ignore[no-any-return]
