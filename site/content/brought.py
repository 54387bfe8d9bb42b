"""The trash of pictures and other files, and their end: what is used anywhere stays.

What else is done with pictures is ``content.library``'s, with other files ``content.files``'.
"""

import logging
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from content.actors import Actor, allow
from content.log import note
from content.models import Person, SiteSettings, Use
from content.revisions import locked
from content.trashing import KEPT
from media import renditions
from media.models import Brought, File, Picture

log = logging.getLogger(__name__)

T = TypeVar("T", bound=Brought)


@transaction.atomic
def trash(*, actor: Actor, thing: T) -> T:
    """Put *thing* into the trash for thirty days. Raises ValidationError while anything shows it."""
    allow(actor, "trash", thing)
    thing = locked(thing)
    _refuse_used(thing)
    return _into_trash(actor, "trash", thing, timezone.now())


@transaction.atomic
def untrash(*, actor: Actor, thing: T) -> T:
    """Take *thing* out of the trash."""
    allow(actor, "untrash", thing)
    thing = locked(thing)
    return back_in_use(actor, thing)


def back_in_use(actor: Actor, thing: T) -> T:
    """*thing*, out of the trash if it lies there; for a verb that was allowed already."""
    return thing if thing.trashed_at is None else _into_trash(actor, "untrash", thing, None)


def _into_trash(actor: Actor, verb: str, thing: T, at: datetime | None) -> T:
    was, thing.trashed_at = thing.trashed_at, at
    thing.save(update_fields=["trashed_at"])
    changes = {"trashed_at": [was and was.isoformat(), at and at.isoformat()]}
    note(actor, verb, thing, timezone.now(), changes)
    return thing


@transaction.atomic
def discard(*, actor: Actor, thing: Brought) -> None:
    """Delete *thing* for good, with its file where nothing else is that file.

    The file goes first: while it is there, so is the row that knows of it, and a file that is gone can be
    deleted again. Raises ValidationError while anything shows it, OSError where the store does not delete.
    """
    allow(actor, "discard", thing)
    thing = locked(thing)
    _refuse_used(thing)
    name = str(thing.file.name)
    note(actor, "discard", thing, timezone.now(), {"file": [name, ""]})
    thing.delete()
    if not is_anythings_file(name):
        delete_file(name)


def delete_file(name: str) -> None:
    """Take the file of that *name* from the disk, with what was made of it."""
    default_storage.delete(name)
    renditions.discard(name)


def is_anythings_file(name: str) -> bool:
    """Whether a picture, another file or the site's logo is the file of that *name*."""
    is_brought = any(kind.objects.filter(file=name).exists() for kind in (Picture, File))
    return is_brought or SiteSettings.objects.filter(logo=name).exists()


def empty(model: type[Brought], *, actor: Actor, now: datetime) -> int:
    """Discard what of *model* lies in the trash for longer than thirty days, and say how many that were."""
    old = list(unused(model._default_manager.filter(trashed_at__lte=now - KEPT)))
    return sum(_is_discarded(actor, thing) for thing in old)


def _is_discarded(actor: Actor, thing: Brought) -> bool:
    """Discard *thing*; what speaks against it stops no other, and the next round tries again."""
    try:
        discard(actor=actor, thing=thing)
    except (ValidationError, OSError) as refusal:
        log.warning("“%s” stays in the trash for now: %s", thing, refusal)
        return False
    return True


def _refuse_used(thing: Brought) -> None:
    if is_used(thing):
        raise ValidationError(f"“{thing}” is shown still. Take it out there first.")


def is_used(thing: Brought) -> bool:
    """Whether anything shows *thing*."""
    return not unused(type(thing)._default_manager.filter(pk=thing.pk)).exists()


def unused(found: QuerySet[Any]) -> QuerySet[Any]:
    """Those of *found*, pictures or files, that no text shows, and that are nobody's portrait."""
    here = OuterRef("pk")
    if found.model is File:
        return found.filter(~Exists(Use.objects.filter(file=here)))
    shown = Q(Exists(Use.objects.filter(picture=here))) | Q(Exists(Person.objects.filter(picture=here)))
    return found.filter(~shown)
