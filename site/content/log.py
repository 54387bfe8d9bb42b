"""The log of verbs: who, what, old and new."""

from datetime import datetime
from typing import Any

from content.actors import Actor
from content.models import LogEntry


def note(actor: Actor, verb: str, thing: Any, now: datetime, changes: dict[str, Any] | None = None) -> None:
    """Add one entry. *changes* is ``{name: [old, new]}``."""
    entry(actor, verb, thing, now, changes).save(force_insert=True)


def entry(
    actor: Actor, verb: str, thing: Any, now: datetime, changes: dict[str, Any] | None = None
) -> LogEntry:
    """One entry as ``note`` adds it; nothing is saved."""
    return LogEntry(
        at=now,
        actor_id=actor.pk,
        actor_name=str(actor)[:150],
        verb=verb,
        of=thing.kind,
        thing_id=thing.pk,
        title=str(thing)[:300],
        changes=changes or {},
    )
