"""The verbs that change what stands on every page, and who signs."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from content import filing
from content.actors import Actor, allow
from content.log import note
from content.models import Menu, Person, SiteSettings

SETTINGS = ("name", "description", "language", "home")


@transaction.atomic
def configure(
    *, actor: Actor, settings: dict[str, str], menus: dict[str, list[dict[str, str]]]
) -> SiteSettings:
    """Change the site's settings and menus; what is not handed over stays.

    *settings* has some of ``name description language home``; *menus* is ``{place: [{title, url}, …]}``.
    Raises ValidationError for a value that cannot stand.
    """
    allow(actor, "settings")
    site = SiteSettings.objects.select_for_update().first() or SiteSettings()
    old = _as_data(site)
    for name in SETTINGS:
        setattr(site, name, settings.get(name, getattr(site, name)))
    site.full_clean()
    site.save()
    for place, items in menus.items():
        Menu.objects.update_or_create(place=place, defaults={"site": site, "items": items})
    new = _as_data(site)
    changes = {name: [old[name], value] for name, value in new.items() if old[name] != value}
    note(actor, "settings", site, timezone.now(), changes)
    return site


def _as_data(site: SiteSettings) -> dict[str, Any]:
    menus = dict(Menu.objects.values_list("place", "items"))
    return {
        **{name: getattr(site, name) for name in SETTINGS},
        **{f"{place} menu": menus.get(place, []) for place in Menu.Place.values},
    }


@transaction.atomic
def introduce(*, actor: Actor, user: Any, name: str) -> Person:
    """The person that *user* signs as: the one there is, else a new one called *name*."""
    allow(actor, "sign")
    known = Person.objects.filter(user=user).first()
    if known:
        return known
    person = filing.person(name)
    if person.user_id is not None:
        person = filing.newcomer(name)
    person.user = user
    person.save()
    note(actor, "introduce", person, timezone.now(), {"user": [None, str(user)]})
    return person
