"""The site's settings and menus, in one query."""

from content.models import Menu, SiteSettings


def current() -> SiteSettings:
    """The site's settings with their menus; the defaults where nothing was chosen yet."""
    menus = list(Menu.objects.select_related("site"))
    if menus:
        return menus[0].site.with_menus({menu.place: menu.items for menu in menus})
    return SiteSettings.objects.first() or SiteSettings()
