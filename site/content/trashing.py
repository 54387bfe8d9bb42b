"""The verbs of the trash: in, out, and after thirty days gone for good."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import kinds, redirects, rendering, search
from content.actors import Actor, allow
from content.dating import saved
from content.log import note
from content.models import Comment, Link, PublicChange, Remark, Translation, Use, Views
from content.revisions import locked, of

KEPT = timedelta(days=30)


@transaction.atomic
def trash(*, actor: Actor, thing: Any) -> Any:
    """Put *thing* into the trash, where it stays for thirty days."""
    allow(actor, "trash", thing)
    thing = locked(thing)
    now = timezone.now()
    thing.trashed_at = thing.trashed_at or now
    return saved(actor, "trash", thing, now, {"trashed_at": [None, thing.trashed_at.isoformat()]})


@transaction.atomic
def untrash(*, actor: Actor, thing: Any) -> Any:
    """Take *thing* out of the trash, in the state that it had."""
    allow(actor, "untrash", thing)
    thing = locked(thing)
    now = timezone.now()
    was = thing.trashed_at
    thing.trashed_at = None
    return saved(actor, "untrash", thing, now, {"trashed_at": [was and was.isoformat(), None]})


@transaction.atomic
def discard(*, actor: Actor, thing: Any) -> None:
    """Delete *thing* and its history for good. Its log stays, and its address says that it is gone."""
    allow(actor, "discard", thing)
    thing = locked(thing)
    now = timezone.now()
    if thing.first_published_at and thing.first_published_at <= now:
        redirects.say_gone(thing.get_absolute_url(), now)
    of(thing).delete()
    search.forget(thing.kind, thing.pk)
    for each in (Link, Use, Remark, Comment, Translation, PublicChange, Views):
        each.objects.filter(of=thing.kind, thing_id=thing.pk).delete()
    type(thing).objects.filter(pk=thing.pk).delete()
    rendering.heal([thing])
    note(
        actor,
        "discard",
        thing,
        now,
        {"trashed_at": [thing.trashed_at and thing.trashed_at.isoformat(), None]},
    )


def empty(*, actor: Actor, now: datetime) -> int:
    """Discard what lies in the trash for longer than thirty days, and say how many that were.

    A page stays as long as others stand below it: they would lose their address.
    """
    old = [
        thing
        for model in kinds.models().values()
        for thing in model.objects.filter(trashed_at__lte=now - KEPT).order_by("-pk")
        if not thing.has_below()
    ]
    for thing in old:
        discard(actor=actor, thing=thing)
    return len(old)


def days_left(thing: Any, now: datetime) -> int:
    """The days, begun ones counted, until *thing* goes out of the trash for good."""
    left: timedelta = thing.trashed_at + KEPT - now
    return max(0, -(-left // timedelta(days=1)))
