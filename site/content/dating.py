"""What the verbs that change only a thing's times have in common."""

from datetime import datetime
from typing import Any

from content import archives, search
from content.actors import Actor
from content.log import note


def saved(actor: Actor, verb: str, thing: Any, now: datetime, changes: dict[str, Any]) -> Any:
    """Write *thing*, whose times were changed, with the lists that it stands in, and log *verb*."""
    thing.updated_at = now
    thing.save()
    search.index(thing)
    archives.cut(thing.streams(), now)
    note(actor, verb, thing, now, changes)
    return thing
