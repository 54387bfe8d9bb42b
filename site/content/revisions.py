"""The history of a thing: which revision is newest, and what stands against another."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from content.actors import Actor
from content.fields import Fields
from content.models import Revision


class Conflict(Exception):
    """Somebody else wrote in the meantime: *mine* grew from *base*, but *theirs* is the newest."""

    def __init__(self, mine: Fields, theirs: Revision | None, base: Revision | None) -> None:
        super().__init__(
            "This text was changed since you began. Nothing was overwritten; both texts are kept."
        )
        self.mine, self.theirs, self.base = mine, theirs, base


def of(thing: Any) -> QuerySet[Revision]:
    """All revisions of *thing*, oldest first."""
    return Revision.objects.filter(of=thing.kind, thing_id=thing.pk).order_by("pk")


def newest(thing: Any) -> Revision | None:
    """The newest revision of *thing*: what an author goes on from."""
    return of(thing).last()


def locked(thing: Any) -> Any:
    """The row of *thing*, read afresh and locked until the transaction ends."""
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def add_revision(
    actor: Actor,
    thing: Any,
    fields: Fields,
    kind: str,
    now: datetime,
    *,
    base: Revision | None = None,
    key: str = "",
) -> Revision:
    """Append a revision of *thing*."""
    return Revision.objects.create(
        of=thing.kind,
        thing_id=thing.pk,
        fields=fields,
        author_id=actor.pk,
        made_at=now,
        kind=kind,
        base=base,
        idempotency_key=key,
    )
