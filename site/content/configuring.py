"""The verbs that change what stands on every page, and who signs."""

from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from content import colours, filing
from content.actors import Actor, allow
from content.log import note
from content.models import LogEntry, Menu, Person, SiteSettings
from content.trashing import KEPT
from media import pictures, stylesheets
from media.models import Picture

SETTINGS = (
    *("name", "description", "language", "home", "posts_on_home", "robots", "licence", "licence_url"),
    *("comments", "comments_days", "by_mail"),
    *("brand", "logo", "logo_width", "logo_height"),
    *("is_person", "hub", "indexnow", "ai_training", "ai_search", "ai_visits", "security_contact"),
)

NO_ROOM_FOR_COLOUR = (
    "A colour needs a file, and the store of pictures and files does not answer just now. "
    "Nothing was saved, and what you chose stands here still: save again in a minute."
)


@transaction.atomic
def configure(
    *, actor: Actor, settings: dict[str, Any], menus: dict[str, list[dict[str, str]]]
) -> SiteSettings:
    """Change the site's settings and menus; what is not handed over stays.

    *settings* has some of SETTINGS, as the row's columns; *menus* is ``{place: [{title, url}, …]}``.
    Raises ValidationError for a value that cannot stand. The stylesheet follows the ``brand``.
    """
    allow(actor, "settings")
    site = SiteSettings.objects.select_for_update().first() or SiteSettings()
    old = _as_data(site)
    for name in SETTINGS:
        setattr(site, name, settings.get(name, getattr(site, name)))
    site.full_clean()
    if "brand" in settings:
        site.theme = _theme(site)
    site.save()
    for place, items in menus.items():
        Menu.objects.update_or_create(place=place, defaults={"site": site, "items": items})
    new = _as_data(site)
    changes = {name: [old[name], value] for name, value in new.items() if old[name] != value}
    note(actor, "settings", site, timezone.now(), changes)
    return site


def _theme(site: SiteSettings) -> str:
    """The file of the stylesheet with the site's colour. Raises ValidationError where it cannot be kept."""
    if not site.brand:
        return ""
    try:
        return stylesheets.keep(colours.stylesheet(site.brand), known=str(site.theme))
    except pictures.Refused as refusal:
        raise ValidationError({"brand": NO_ROOM_FOR_COLOUR}) from refusal


def discard_former_sheets(now: datetime) -> int:
    """Delete the stylesheets of former colours, thirty days after the settings changed last; says how many.

    Raises OSError where the store of the media does not do so.
    """
    if LogEntry.objects.filter(verb="settings", at__gt=now - KEPT).exists():
        return 0
    site = SiteSettings.objects.first()
    return stylesheets.discard_all_but(str(site.theme) if site else "")


def logo_from(*, actor: Actor, data: BinaryIO) -> dict[str, Any]:
    """The picture in *data*, made safe, as ``configure`` takes a logo. Raises ``media.pictures.Refused``."""
    allow(actor, "settings")
    brought = pictures.bring(data)
    file = brought.file.name if isinstance(brought, Picture) else brought.file
    return {"logo": file, "logo_width": brought.width, "logo_height": brought.height}


NO_LOGO = {"logo": "", "logo_width": 0, "logo_height": 0}


def _as_data(site: SiteSettings) -> dict[str, Any]:
    menus = dict(Menu.objects.values_list("place", "items"))
    return {
        **{name: _plain(getattr(site, name)) for name in SETTINGS},
        **{f"{place} menu": menus.get(place, []) for place in Menu.Place.values},
    }


def _plain(value: Any) -> Any:
    """*value* as the log keeps it: a file by its name."""
    return value.name or "" if isinstance(value, FieldFile) else value


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
