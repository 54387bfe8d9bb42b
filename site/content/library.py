"""The verbs of the media library. A picture changes in one place, and every text that shows it follows."""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content import kinds, rendering
from content.actors import Actor, allow
from content.brought import back_in_use, delete_file, is_anythings_file
from content.log import note
from content.models import LogEntry, Newest, Person, Revision, Use
from content.revisions import locked
from content.trashing import KEPT
from media import pictures
from media.models import LONGEST_ALT, Picture

log = logging.getLogger(__name__)

DESCRIPTION = ("alt", "is_decorative", "focus_x", "focus_y")
NOT_MADE: dict[str, Any] = {"renditions": {}, "recipe": 0, "tint": ""}  # of a file that has just come


def keep(
    *, actor: Actor, data: bytes | BinaryIO, name: str, alt: str = "", is_decorative: bool = False
) -> tuple[Picture, bool]:
    """The picture in *data*, and whether it is new; the same content is kept once.

    Raises ``media.pictures.Refused``. It is made anew before the transaction begins, for that takes time.
    """
    allow(actor, "upload")
    brought = pictures.bring(data)
    with transaction.atomic():
        if isinstance(brought, Picture):
            return back_in_use(actor, brought), False
        more = {"alt": alt[:LONGEST_ALT], "is_decorative": is_decorative, "owner_id": actor.pk}
        picture, is_new = pictures.enter(brought, name=name, **more)
        if is_new:
            note(actor, "upload", picture, timezone.now())
        return picture, is_new


@transaction.atomic
def describe(*, actor: Actor, picture: Picture, **described: Any) -> Picture:
    """Say what *picture* shows: some of ``alt is_decorative focus_x focus_y``, the last two from 0 to 1.

    A decorative picture keeps no description. What readers see of a live text is only for whoever may
    publish. Raises ValidationError for a focus outside of the picture.
    """
    allow(actor, "describe", picture)
    picture = locked(picture)
    old = _description(picture)
    for name in DESCRIPTION:
        setattr(picture, name, described.get(name, old[name]))
    picture.alt = "" if picture.is_decorative else picture.alt
    _refuse_focus_outside(picture)
    new = _description(picture)
    changes = {name: [old[name], value] for name, value in new.items() if old[name] != value}
    if not changes:
        return picture
    if is_shown_to_readers(picture):
        allow(actor, "replace", picture)
    picture.save(update_fields=DESCRIPTION)
    rendering.heal([picture])
    note(actor, "describe", picture, timezone.now(), changes)
    return picture


def _description(picture: Picture) -> dict[str, Any]:
    return {name: getattr(picture, name) for name in DESCRIPTION}


def _refuse_focus_outside(picture: Picture) -> None:
    for name in ("focus_x", "focus_y"):
        if not 0 <= getattr(picture, name) <= 1:
            raise ValidationError({name: "The focus lies within the picture: from 0 to 100 per cent."})


def replace(*, actor: Actor, picture: Picture, data: bytes | BinaryIO) -> Picture:
    """Put another file in the place of *picture*: its number, description and texts stay.

    The former file stays for a while, for whoever has a page that names it (``discard_former_files``). Raises
    ``media.pictures.Refused``, and ValidationError for a file that is another picture already.
    """
    allow(actor, "replace", picture)
    brought = pictures.bring(data)
    if isinstance(brought, Picture):
        where = "this very picture" if brought.pk == picture.pk else f"in the library already, as “{brought}”"
        raise ValidationError(f"That file is {where}. Nothing was changed.")
    with transaction.atomic():
        picture = locked(picture)
        was = picture.file.name
        columns = asdict(brought) | NOT_MADE
        for name, value in columns.items():
            setattr(picture, name, value)
        picture.save(update_fields=list(columns))
        rendering.heal([picture])
        note(actor, "replace", picture, timezone.now(), {"file": [was, picture.file.name]})
    return picture


def discard_former_files(now: datetime) -> int:
    """Delete the files that pictures and the logo had until thirty days ago; says how many.

    By then no kept page, no draft that was open and hardly a feed reader shows them any more; what something
    names stays.
    """
    return sum(map(_is_deleted, _former_files(now - KEPT)))


def _former_files(since: datetime) -> set[str]:
    """What the log says that something had for a file, and has not since then."""
    old = LogEntry.objects.filter(at__lte=since)
    replaced = old.filter(verb="replace", of=Picture.kind).values_list("changes__file", flat=True)
    logos = old.filter(verb="settings", changes__has_key="logo").values_list("changes__logo", flat=True)
    return {was for was, _ in (*replaced, *logos) if was}


def _is_deleted(name: str) -> bool:
    """Delete the file of that *name* where nothing names it; a store that fails is asked again next time."""
    try:
        if not default_storage.exists(name) or _is_named(name):
            return False
        delete_file(name)
    except OSError as error:
        log.warning("the former file %s stays for now: %s", name, error)
        return False
    return True


def _is_named(name: str) -> bool:
    """Whether anything is that file, or a text names it by its address, in its row or its newest revision."""
    newest = Revision.objects.filter(pk__in=Newest.objects.values("revision"))
    return (
        is_anythings_file(name)
        or any(model.objects.filter(body__contains=name).exists() for model in kinds.models().values())
        or newest.filter(fields__body__icontains=name).exists()
    )


def is_shown_to_readers(picture: Picture) -> bool:
    """Whether a text that is live, or will be, shows *picture*, or it is a portrait."""
    uses = Use.objects.filter(picture=picture, in_row=True)
    texts = {kind: uses.filter(of=kind).values("thing_id") for kind in kinds.models()}
    public = Q(publish_at__isnull=False, trashed_at=None)
    return Person.objects.filter(picture=picture).exists() or any(
        model.objects.filter(public, pk__in=texts[kind]).exists() for kind, model in kinds.models().items()
    )
