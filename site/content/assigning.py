"""The verbs that say what a text is about and who signs it, for readers and for its draft alike."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import archives, relating, search
from content import fields as fielding
from content.actors import Actor, allow
from content.log import note
from content.models import Person, Topic
from content.revisions import add_revision, locked, newest


@transaction.atomic
def file(*, actor: Actor, thing: Any, under: Collection[Topic] = (), out_of: Collection[Topic] = ()) -> Any:
    """File *thing* under these topics and out of those; what else it stands under stays.

    Raises ValidationError where that is so already.
    """
    allow(actor, "file", thing)
    thing = locked(thing)
    more, less = {topic.pk for topic in under}, {topic.pk for topic in out_of}
    return _assign(actor, "file", thing, "topics", lambda filed: sorted({*filed, *more} - less))


@transaction.atomic
def sign(*, actor: Actor, thing: Any, authors: Collection[Person]) -> Any:
    """Let *thing* be signed by *authors*, in their order. Raises ValidationError where that is so already."""
    allow(actor, "sign", thing)
    signed = [person.pk for person in authors]
    return _assign(actor, "sign", locked(thing), "authors", lambda _: signed)


def _assign(actor: Actor, verb: str, thing: Any, name: str, change: Any) -> Any:
    """Change the relation *name* in the row, and in the newest revision, or its publishing would undo it."""
    now = timezone.now()
    before = fielding.snapshot(thing)
    last = newest(thing)
    draft = last.fields if last else before
    live, waiting = change(before[name]), change(draft[name])
    if (live, waiting) == (before[name], draft[name]):
        raise ValidationError(f"“{thing}” is so already.")
    fielding.fill_relations(thing, before | {name: live})
    thing.updated_at = now
    thing.save(update_fields=["updated_at"])
    search.index(thing)
    relating.relate(thing, now)
    archives.cut(thing.streams(), now)
    add_revision(actor, thing, draft | {name: waiting}, last.kind if last else "draft", now, base=last)
    note(actor, verb, thing, now, {name: [before[name], live]})
    return thing
