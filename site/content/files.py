"""The verbs of files that are no pictures: recordings, films, documents, kept as they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File as Opened
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from content import rendering
from content.actors import Actor, allow
from content.log import note
from content.models import Use
from content.revisions import locked
from content.trashing import KEPT
from media import uploads
from media.models import File


def keep_file(*, actor: Actor, opened: Opened[bytes], name: str) -> tuple[File, bool]:
    """The file that is *opened*, and whether it is new; the same content is kept once.

    Raises ``media.cleaning.Refused``.
    """
    allow(actor, "upload")
    with transaction.atomic():
        kept, is_new = uploads.keep(opened, name=name, owner_id=actor.pk)
        if is_new:
            note(actor, "upload", kept, timezone.now())
        elif kept.trashed_at is not None:
            kept = _into_trash(actor, "untrash", kept, None)
        return kept, is_new


@transaction.atomic
def name_file(*, actor: Actor, kept: File, name: str) -> File:
    """Call *kept* by another *name*, which texts say that have no words of their own for it."""
    allow(actor, "replace", kept)
    kept = locked(kept)
    was, kept.name = kept.name, " ".join(name.split())
    kept.full_clean(exclude=["file"])
    if kept.name != was:
        kept.save(update_fields=["name"])
        rendering.heal([kept])
        note(actor, "describe", kept, timezone.now(), {"name": [was, kept.name]})
    return kept


@transaction.atomic
def trash_file(*, actor: Actor, kept: File) -> File:
    """Put *kept* into the trash for thirty days. Raises ValidationError while a text names it."""
    allow(actor, "trash", kept)
    kept = locked(kept)
    _refuse_used(kept)
    return _into_trash(actor, "trash", kept, timezone.now())


def _refuse_used(kept: File) -> None:
    if Use.objects.filter(file=kept).exists():
        raise ValidationError(f"“{kept}” stands in a text still. Take it out there first.")


@transaction.atomic
def untrash_file(*, actor: Actor, kept: File) -> File:
    """Take *kept* out of the trash."""
    allow(actor, "untrash", kept)
    return _into_trash(actor, "untrash", locked(kept), None)


def _into_trash(actor: Actor, verb: str, kept: File, at: datetime | None) -> File:
    was, kept.trashed_at = kept.trashed_at, at
    kept.save(update_fields=["trashed_at"])
    changes: dict[str, Any] = {"trashed_at": [was and was.isoformat(), at and at.isoformat()]}
    note(actor, verb, kept, timezone.now(), changes)
    return kept


@transaction.atomic
def discard_file(*, actor: Actor, kept: File) -> None:
    """Delete *kept* for good. Raises ValidationError while a text names it."""
    allow(actor, "discard", kept)
    kept = locked(kept)
    _refuse_used(kept)
    name = str(kept.file.name)
    note(actor, "discard", kept, timezone.now(), {"file": [name, ""]})
    kept.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def empty_files(*, actor: Actor, now: datetime) -> int:
    """Discard the files that lie in the trash for longer than thirty days, and say how many that were."""
    used = Use.objects.filter(file=OuterRef("pk"))
    old = list(File.objects.filter(~Exists(used), trashed_at__lte=now - KEPT))
    for kept in old:
        discard_file(actor=actor, kept=kept)
    return len(old)
