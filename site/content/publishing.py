"""The verbs that write content. Each is one transaction: may I? → change → revision → log.

``actor`` is anybody with ``may(verb, thing)`` (``content.actors``); a refusal is PermissionDenied, a field
that cannot stand is ValidationError by field.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import archives, kinds, redirects, rendering
from content import fields as fielding
from content.actors import Actor, allow
from content.arranging import merge, move, rename, replant
from content.fields import Fields
from content.importing import import_item
from content.log import note
from content.markdown import Rendered
from content.models import Revision
from content.revisions import Conflict, add_revision, locked, newest

__all__ = [
    "Conflict",
    "draft",
    "import_item",
    "let_stand",
    "merge",
    "move",
    "publish",
    "rename",
    "restore",
    "revise",
    "trash",
    "untrash",
    "withdraw",
]


@transaction.atomic
def draft(*, actor: Actor, kind: str, fields: Fields, key: str = "") -> Any:
    """Begin a thing of *kind* that nobody sees yet.

    Of *fields* all may be left out; the slug follows from the title. With *key*, a repeated call returns
    the thing that the first one made.
    """
    model = kinds.model(kind)
    made = Revision.objects.filter(of=kind, idempotency_key=key).first() if key else None
    if made:
        return model.objects.get(pk=made.thing_id)
    allow(actor, "draft")
    now = timezone.now()
    full = fielding.complete(model, fields)
    thing = model(updated_at=now)
    fielding.fill_columns(thing, full)
    made_html = rendering.fill(thing)
    thing.save()
    fielding.fill_relations(thing, full)
    rendering.note_links(thing, made_html)
    add_revision(actor, thing, fielding.snapshot(thing), Revision.Kind.DRAFT, now, key=key)
    note(actor, "draft", thing, now)
    return thing


@transaction.atomic
def revise(*, actor: Actor, thing: Any, fields: Fields, base: Revision | None, key: str = "") -> Revision:
    """Keep an edit of *thing*; the live row stays as it is.

    *fields* may be some of them, the rest is as in *base*. With *key*, a repeated call returns the
    revision that the first one made. Raises Conflict when *base* is not the newest revision.
    """
    allow(actor, "revise", thing)
    thing = locked(thing)
    repeated = (
        Revision.objects.filter(of=thing.kind, thing_id=thing.pk, idempotency_key=key).first()
        if key
        else None
    )
    if repeated:
        return repeated
    last = newest(thing)
    if last != base:
        raise Conflict(mine=fields, theirs=last, base=base)
    fielding.refuse_unknown(type(thing), fields)
    full = (last.fields if last else fielding.snapshot(thing)) | fields
    now = timezone.now()
    revision = add_revision(actor, thing, full, Revision.Kind.DRAFT, now, base=last, key=key)
    note(actor, "revise", thing, now, {"revision": [last and last.pk, revision.pk]})
    return revision


@transaction.atomic
def publish(*, actor: Actor, thing: Any, revision: Revision, at: datetime | None = None) -> Any:
    """Let readers see *revision* of *thing*, from *at* on, else from now.

    A thing that is live already keeps its date, and its end where it has one. An address that changes leaves
    a redirect behind. Raises ValidationError for what is in the trash, and for a live thing with *at* in the
    future: readers would lose it until then, so its change is planned (``planning.plan``).
    """
    allow(actor, "publish", thing)
    thing = locked(thing)
    now = timezone.now()
    _refuse_to_hide(thing, at, now)
    before, was_at = fielding.snapshot(thing), thing.get_absolute_url()
    dated = min(thing.publish_at, now) if thing.state(now) in {"live", "withdrawn"} else now
    thing.unpublish_at = thing.unpublish_at if thing.state(now) == "live" else None
    thing.publish_at = at or dated
    made = _bring_in(thing, revision.fields, before, now)
    if thing.first_published_at is None or thing.first_published_at > now:  # scheduled before, and never seen
        thing.first_published_at = thing.publish_at
    thing.save()
    fielding.fill_relations(thing, revision.fields)
    thing.place()
    rendering.note_links(thing, made)
    _follow_address(thing, was_at, now)
    archives.cut(thing.streams(), now)
    after = fielding.snapshot(thing)
    add_revision(actor, thing, after, Revision.Kind.PUBLISHED, now, base=revision)
    changes = fielding.changed(before, after) | {"publish_at": [None, thing.publish_at.isoformat()]}
    note(actor, "publish", thing, now, changes)
    return thing


def _refuse_to_hide(thing: Any, at: datetime | None, now: datetime) -> None:
    state = thing.state(now)
    if state == "trashed":
        raise ValidationError(f"“{thing}” is in the trash. Take it out first.")
    if state == "live" and at and at > now:
        raise ValidationError(
            f"“{thing}” is live: readers would lose it until then. Plan its change instead."
        )


def _bring_in(thing: Any, fields: Fields, before: Fields, now: datetime) -> Rendered:
    """Set the row's columns from *fields*, with all that follows from them."""
    fielding.fill_columns(thing, fields)
    made = rendering.fill(thing)
    is_new = any(before[name] != fields[name] for name in fielding.READ_BY_READERS)
    if thing.content_changed_at is None or is_new:
        thing.content_changed_at = max(now, thing.publish_at)
    thing.updated_at = now
    return made


def _follow_address(thing: Any, was_at: str, now: datetime) -> None:
    """Leave redirects where *thing*, and what stands below it, stood before."""
    if thing.get_absolute_url() == was_at:
        return
    redirects.leave(was_at, thing.get_absolute_url(), now)
    rendering.heal([thing, *replant(thing, now)])


@transaction.atomic
def withdraw(*, actor: Actor, thing: Any, at: datetime | None = None) -> Any:
    """Take *thing* out of readers' sight, at *at* or now. Its texts and revisions stay."""
    allow(actor, "withdraw", thing)
    thing = locked(thing)
    now = timezone.now()
    thing.unpublish_at = at or now
    return _saved(actor, "withdraw", thing, now, {"unpublish_at": [None, thing.unpublish_at.isoformat()]})


@transaction.atomic
def let_stand(*, actor: Actor, thing: Any) -> Any:
    """Call off that *thing* is withdrawn at a time ahead. What is withdrawn already stays so."""
    allow(actor, "let_stand", thing)
    thing = locked(thing)
    now = timezone.now()
    was = thing.unpublish_at
    if was is None or was <= now:
        return thing
    thing.unpublish_at = None
    return _saved(actor, "let_stand", thing, now, {"unpublish_at": [was.isoformat(), None]})


@transaction.atomic
def restore(*, actor: Actor, thing: Any, revision: Revision) -> Revision:
    """Make the text of an older *revision* the newest one. Nothing is replaced, and nothing published."""
    allow(actor, "restore", thing)
    thing = locked(thing)
    now = timezone.now()
    made = add_revision(actor, thing, revision.fields, Revision.Kind.RESTORED, now, base=newest(thing))
    note(actor, "restore", thing, now, {"revision": [revision.pk, made.pk]})
    return made


@transaction.atomic
def trash(*, actor: Actor, thing: Any) -> Any:
    """Put *thing* into the trash, where it stays for thirty days."""
    allow(actor, "trash", thing)
    thing = locked(thing)
    now = timezone.now()
    thing.trashed_at = thing.trashed_at or now
    return _saved(actor, "trash", thing, now, {"trashed_at": [None, thing.trashed_at.isoformat()]})


@transaction.atomic
def untrash(*, actor: Actor, thing: Any) -> Any:
    """Take *thing* out of the trash, in the state that it had."""
    allow(actor, "untrash", thing)
    thing = locked(thing)
    now = timezone.now()
    was = thing.trashed_at
    thing.trashed_at = None
    return _saved(actor, "untrash", thing, now, {"trashed_at": [was and was.isoformat(), None]})


def _saved(actor: Actor, verb: str, thing: Any, now: datetime, changes: dict[str, Any]) -> Any:
    thing.updated_at = now
    thing.save()
    archives.cut(thing.streams(), now)
    note(actor, verb, thing, now, changes)
    return thing
