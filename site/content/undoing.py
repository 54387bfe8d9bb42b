"""The verb that takes a verb back, as long as nothing else was done to the thing since."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import archives, public_changes, redirects, rendering, search
from content import fields as fielding
from content.actors import Actor, allow
from content.arranging import replant
from content.fields import Fields
from content.log import note
from content.models import LogEntry, Revision
from content.revisions import add_revision, locked, newest

TIMES = ("publish_at", "unpublish_at", "trashed_at", "first_published_at", "content_changed_at")
# verb → the right that its undoing asks for
BACK = {
    "publish": "withdraw",
    "withdraw": "publish",
    "trash": "untrash",
    "untrash": "trash",
    "file": "file",
    "sign": "sign",
}


@dataclass(frozen=True)
class Done:
    """A verb that was done: its log entry, and how the thing stood before.

    Plain data, to be kept as JSON: ``times`` and ``fields`` are those that the verb changed; where it made
    a revision, ``made`` is the newest one after it and ``newest`` the one before.
    """

    entry: int
    times: dict[str, str | None]
    fields: Fields
    newest: int | None
    made: int | None

    def as_data(self) -> dict[str, Any]:
        """What ``Done(**data)`` is made of again."""
        return asdict(self)


@transaction.atomic
def doing(thing: Any, verb: Callable[[Any], Any]) -> Done:
    """Do *verb* to *thing*, and remember what it takes to undo it."""
    thing = locked(thing)
    times, fields, last = _times(thing), fielding.snapshot(thing), newest(thing)
    done = verb(thing)
    times_after, after, made = _times(done), fielding.snapshot(done), newest(done)
    return Done(
        entry=_last_entry(done).pk,
        times={name: value for name, value in times.items() if value != times_after[name]},
        fields={name: value for name, value in fields.items() if value != after[name]},
        newest=last.pk if last else None,
        made=made.pk if made and made != last else None,
    )


def _times(thing: Any) -> dict[str, str | None]:
    moments = {name: getattr(thing, name) for name in TIMES}
    return {name: moment and moment.isoformat() for name, moment in moments.items()}


def _last_entry(thing: Any) -> LogEntry:
    return LogEntry.objects.filter(of=thing.kind, thing_id=thing.pk).latest("pk")


@transaction.atomic
def undo(*, actor: Actor, thing: Any, done: Done) -> Any:
    """Give *thing* back what it was before it was *done*: its times, what readers see, and its draft.

    Raises ValidationError when something was done to it since.
    """
    entry = LogEntry.objects.get(pk=done.entry)
    allow(actor, BACK[entry.verb], thing)
    thing = locked(thing)
    _refuse_changed(thing, done)
    now = timezone.now()
    for name, moment in done.times.items():
        setattr(thing, name, datetime.fromisoformat(moment) if moment else None)
    public_changes.forget_since(thing, thing.content_changed_at)
    _give_back(thing, done.fields, now)
    if done.made and done.newest:
        _go_on_from(actor, thing, done.newest, now)
    note(actor, "undo", thing, now, {"undone": [entry.verb, None]})
    return thing


def _refuse_changed(thing: Any, done: Done) -> None:
    """What was done since is in the log; what was written since is the newest revision."""
    last = newest(thing)
    if _last_entry(thing).pk != done.entry or (done.made and last and last.pk != done.made):
        raise ValidationError(f"“{thing}” was changed since, so it stays as it is now.")


def _give_back(thing: Any, fields: Fields, now: datetime) -> None:
    """Save the row with *fields* as they were, and bring in line what follows from them."""
    was_at, full = thing.get_absolute_url(), fielding.snapshot(thing) | fields
    fielding.fill_columns(thing, full)
    made = rendering.fill(thing) if fields else None
    thing.updated_at = now
    thing.save()
    fielding.fill_relations(thing, full)
    thing.place()
    if made:
        rendering.note_links(thing, made)
    if thing.get_absolute_url() != was_at:
        redirects.leave(was_at, thing.get_absolute_url(), now)
        rendering.heal([thing, *replant(thing, now)])
    search.index(thing)
    archives.cut(thing.streams(), now)


def _go_on_from(actor: Actor, thing: Any, number: int, now: datetime) -> None:
    """Make the draft of then the newest revision again; what came after it stays in the history."""
    then = Revision.objects.filter(pk=number).first()
    if then:
        add_revision(actor, thing, then.fields, then.kind, now, base=newest(thing))
