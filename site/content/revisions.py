"""The history of a thing: which revision is newest, and what stands against another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from content import uses
from content.actors import Actor
from content.fields import Fields
from content.folding import folded
from content.models import Newest, Revision


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


def with_key(thing: Any, key: str) -> Revision | None:
    """The revision of *thing* that was kept with *key*, which is one of a kind unless it is empty."""
    return of(thing).filter(idempotency_key=key).first() if key else None


def last_keys(thing: Any, number: int = 20) -> list[str]:
    """The keys of the last saves of *thing*: a browser that has one of them knows that its save came."""
    kept = of(thing).exclude(idempotency_key="").order_by("-pk")
    return list(kept.values_list("idempotency_key", flat=True)[:number])


def grown_from(thing: Any, number: int | None, keys: Sequence[str] = ()) -> Revision | None:
    """The revision that a text in an editor grew from.

    That is the last one kept with one of *keys*, whose answers never came; else the one with this *number*,
    or the nearest before it, where that one was an autosave that is thinned out by now.
    """
    kept = of(thing).filter(idempotency_key__in=[key for key in keys if key]).last() if keys else None
    return kept or (of(thing).filter(pk__lte=number).last() if number is not None else None)


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
    is_first: bool = False,
) -> Revision:
    """Append a revision of *thing*, which is the newest from now on. Before one that *is_first* was none."""
    uses.in_draft(thing, fields, is_new=is_first)
    made = Revision.objects.create(
        of=thing.kind,
        thing_id=thing.pk,
        fields=fields,
        author_id=actor.pk,
        made_at=now,
        kind=kind,
        base=base,
        idempotency_key=key,
    )
    _note_newest(thing, made)
    return made


def add_first(actor: Actor, texts: Sequence[tuple[Any, Fields]], kind: str, now: datetime) -> None:
    """As ``add_revision`` the first revisions of many things at once."""
    for thing, fields in texts:
        uses.in_draft(thing, fields, is_new=True)
    made = Revision.objects.bulk_create(
        Revision(of=thing.kind, thing_id=thing.pk, fields=fields, author_id=actor.pk, made_at=now, kind=kind)
        for thing, fields in texts
    )
    Newest.objects.bulk_create(
        _newest_row(thing, revision) for (thing, _), revision in zip(texts, made, strict=True)
    )


def _note_newest(thing: Any, revision: Revision) -> None:
    """Bring the row that lists are made of in line with *revision*, in one statement."""
    kept = ["revision", "title", "folded", "has_summary", "kind", "made_at", "author"]
    Newest.objects.bulk_create(
        [_newest_row(thing, revision)],
        update_conflicts=True,
        unique_fields=["of", "thing_id"],
        update_fields=kept,
    )


def _newest_row(thing: Any, revision: Revision) -> Newest:
    fields = revision.fields
    return Newest(
        of=revision.of,
        thing_id=revision.thing_id,
        revision=revision,
        title=fields["title"],
        folded=searched(fields["title"], thing.title, fields["slug"]),
        has_summary=bool(fields["summary"]),
        kind=revision.kind,
        made_at=revision.made_at,
        author_id=revision.author_id,
    )


def searched(*words: str) -> str:
    """What of a text a search of the studio looks at: its titles, live and newest, and its address."""
    return folded("\n".join(dict.fromkeys(words)))
