"""The verbs that write content. Each is one transaction: may I? → change → revision → log.

``actor`` is anybody with ``may(verb, thing)`` (``content.actors``); a refusal is PermissionDenied, a field
that cannot stand is ValidationError by field.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import archives, freshness, kinds, public_changes, redirects, relating, rendering, search
from content import fields as fielding
from content.actors import Actor, allow
from content.arranging import merge, move, rename, replant
from content.assigning import file, sign
from content.dating import saved
from content.fields import Fields
from content.freshness import Overruled
from content.importing import import_item
from content.log import note
from content.markdown import Rendered
from content.models import Revision
from content.newcomers import import_new
from content.revising import autosave, reconcile, restore, revise, thin
from content.revisions import Conflict, add_revision, locked
from content.trashing import discard, empty, trash, untrash
from content.undoing import undo

__all__ = [
    "Conflict",
    "autosave",
    "discard",
    "draft",
    "empty",
    "file",
    "import_item",
    "import_new",
    "let_stand",
    "merge",
    "move",
    "publish",
    "reconcile",
    "rename",
    "restore",
    "revise",
    "sign",
    "thin",
    "trash",
    "undo",
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
def publish(
    *,
    actor: Actor,
    thing: Any,
    revision: Revision,
    at: datetime | None = None,
    overruled: Overruled | None = None,
    said: str = "",
) -> Any:
    """Let readers see *revision* of *thing*, from *at* on, else from now.

    Whether that is news (``content.freshness``) may be *overruled*; the reason is kept in the log. Where the
    text shows its readers how it changed, *said* is what its author says of the change; the log keeps it
    where they are not told.

    A thing that is live already keeps its date, and its end where it has one. An address that changes leaves
    a redirect behind. Raises ValidationError for what is in the trash, and for a live thing with *at* in the
    future: readers would lose it until then, so its change is planned (``planning.plan``).
    """
    allow(actor, "publish", thing)
    thing = locked(thing)
    now = timezone.now()
    _refuse_to_hide(thing, at, now)
    before, was_at = fielding.snapshot(thing), thing.get_absolute_url()
    seen = public_changes.seen(thing) if thing.state(now) == "live" else None
    was_seen = thing.first_published_at is not None and thing.first_published_at <= now
    made = bring_in(thing, revision.fields, now, at, overruled)
    thing.save()
    fielding.fill_relations(thing, revision.fields)
    thing.place()
    rendering.note_links(thing, made)
    _follow_address(thing, was_at, now, was_seen=was_seen)
    search.index(thing)
    relating.relate(thing, now)
    archives.cut(thing.streams(), now)
    is_told = seen is not None and public_changes.tell(thing, seen, said)
    after = fielding.snapshot(thing)
    add_revision(actor, thing, after, Revision.Kind.PUBLISHED, now, base=revision)
    changes = fielding.changed(before, after) | {"publish_at": [None, thing.publish_at.isoformat()]}
    unread = {"note_not_shown": [None, said]} if said and not is_told else {}
    note(actor, "publish", thing, now, changes | _decided(overruled) | unread)
    return thing


def _decided(overruled: Overruled | None) -> dict[str, list[Any]]:
    """What the log says of a decision against the count of words."""
    if not overruled:
        return {}
    return {"news": [None, f"{'yes' if overruled.is_news else 'no'}: {overruled.why}"]}


def _refuse_to_hide(thing: Any, at: datetime | None, now: datetime) -> None:
    state = thing.state(now)
    if state == "trashed":
        raise ValidationError(f"“{thing}” is in the trash. Take it out first.")
    if state == "live" and at and at > now:
        raise ValidationError(
            f"“{thing}” is live: readers would lose it until then. Plan its change instead."
        )


def bring_in(
    thing: Any,
    fields: Fields,
    now: datetime,
    at: datetime | None = None,
    overruled: Overruled | None = None,
) -> Rendered:
    """Make the row of *thing* what it is with *fields* published, from *at* or *now* on; nothing is saved.

    Raises ValidationError for what the row refuses.
    """
    before = fielding.snapshot(thing)
    _set_times(thing, now, at)
    fielding.fill_columns(thing, fields)
    made = rendering.fill(thing)
    is_news = freshness.decided(before, fields, overruled)
    if thing.content_changed_at is None or is_news:
        thing.content_changed_at = max(now, thing.publish_at)
    thing.updated_at = now
    return made


def _set_times(thing: Any, now: datetime, at: datetime | None) -> None:
    state = thing.state(now)
    dated = min(thing.publish_at, now) if state in {"live", "withdrawn"} else now
    thing.unpublish_at = thing.unpublish_at if state == "live" else None
    thing.publish_at = at or dated
    if thing.first_published_at is None or thing.first_published_at > now:  # scheduled before, and never seen
        thing.first_published_at = thing.publish_at


def _follow_address(thing: Any, was_at: str, now: datetime, *, was_seen: bool) -> None:
    """Leave redirects where *thing*, and what stands below it, was found by readers before."""
    if thing.get_absolute_url() == was_at:
        return
    if was_seen:
        redirects.leave(was_at, thing.get_absolute_url(), now)
    rendering.heal([thing, *replant(thing, now)])


@transaction.atomic
def withdraw(*, actor: Actor, thing: Any, at: datetime | None = None) -> Any:
    """Take *thing* out of readers' sight, at *at* or now. Its texts and revisions stay."""
    allow(actor, "withdraw", thing)
    thing = locked(thing)
    now = timezone.now()
    thing.unpublish_at = at or now
    return saved(actor, "withdraw", thing, now, {"unpublish_at": [None, thing.unpublish_at.isoformat()]})


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
    return saved(actor, "let_stand", thing, now, {"unpublish_at": [was.isoformat(), None]})
