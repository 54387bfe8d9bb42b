"""The verbs of files that are no pictures: recordings, films, documents, kept as they came."""

from __future__ import annotations

from django.core.files import File as Opened
from django.db import transaction
from django.utils import timezone

from content import rendering
from content.actors import Actor, allow
from content.brought import back_in_use
from content.log import note
from content.revisions import locked
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
        return back_in_use(actor, kept), is_new


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
