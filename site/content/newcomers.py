"""The verb that brings in many new texts from elsewhere at once: a few statements for all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from content import fields as fielding
from content import incoming as coming
from content import kinds, redirects, rendering, search, uses
from content.actors import Actor, allow
from content.fields import Fields
from content.importing import NEW
from content.incoming import FAULTS, Incoming, names_as_kept
from content.log import entry
from content.markdown import Rendered
from content.models import LogEntry, Revision
from content.revisions import add_first


@dataclass
class Newcomer:
    """A new text, checked and rendered; its row is not saved yet."""

    item: Incoming
    thing: Any
    fields: Fields
    made: Rendered


@transaction.atomic
def import_new(*, actor: Actor, items: Sequence[Incoming]) -> list[Any]:
    """Bring in those of *items* that are new and ask for an address that is free, and return them.

    The outcome of each is ``new``. The others have none: ``import_item`` brings them in, or says what is
    wrong with them. Whatever the database refuses undoes them all.
    """
    allow(actor, "import")
    now = timezone.now()
    brought: list[Newcomer] = []
    with names_as_kept():
        for kind, some in groupby(sorted(items, key=_kind), key=_kind):
            brought += _bring(actor, kinds.model(kind), list(some), now)
    for each in brought:
        each.item.outcome.append(NEW)
    return [each.thing for each in brought]


def _kind(item: Incoming) -> str:
    return item.kind


def _bring(actor: Actor, model: type[Any], items: list[Incoming], now: datetime) -> list[Newcomer]:
    if "parent" in fielding.names(model):
        return []  # in a tree the address of one hangs on that of another: one after the other
    new = [
        each
        for item, slug in _at_free_addresses(model, items)
        if (each := _prepared(model, item, slug, now)) is not None
    ]
    if new:
        _save(model, new)
        _note(actor, model, new, now)
    return new


def _at_free_addresses(model: type[Any], items: list[Incoming]) -> Iterator[tuple[Incoming, str]]:
    """Those that are not here, each with the slug that it asks for before all others."""
    refs = [item.source_ref for item in items]
    here = set(model.objects.filter(source_ref__in=refs).values_list("source", "source_ref"))
    wanted = [(item, _slug(model, item)) for item in items]
    taken = set(model.objects.filter(slug__in=[slug for _, slug in wanted]).values_list("slug", flat=True))
    for item, slug in wanted:
        if (item.source, item.source_ref) not in here and slug not in taken:
            here.add((item.source, item.source_ref))
            taken.add(slug)
            yield item, slug


def _slug(model: type[Any], item: Incoming) -> str:
    return item.fields.get("slug") or fielding.slug_of(model, str(item.fields.get("title", "")))


def _prepared(model: type[Any], item: Incoming, slug: str, now: datetime) -> Newcomer | None:
    """The new text, or None for one that something is wrong with."""
    thing = model(source=item.source, source_ref=item.source_ref)
    try:
        fields = fielding.complete(model, item.fields | {"slug": slug})
        fielding.fill_columns(thing, fields, is_free=True)
        made = rendering.fill(thing)
    except (ValidationError, *FAULTS):
        return None
    coming.describe(thing, item, now)
    return Newcomer(item, thing, fields, made)


def _save(model: type[Any], new: list[Newcomer]) -> None:
    """Save the rows and what hangs on them."""
    for each in new:
        each.fields["authors"], each.fields["topics"] = coming.people(each.item), coming.topics(each.item)
    model.objects.bulk_create(each.thing for each in new)
    _relate(model.authors.through, fielding.signatures, "authors", new)
    _relate(model.topics.through, fielding.filings, "topics", new)
    for each in new:
        uses.in_row(each.thing, is_new=True)
    rendering.note_new_links((each.thing, each.made) for each in new)


def _relate(through: type[Any], rows: Any, name: str, new: list[Newcomer]) -> None:
    through.objects.bulk_create(row for each in new for row in rows(each.thing, each.fields[name]))


def _note(actor: Actor, model: type[Any], new: list[Newcomer], now: datetime) -> None:
    """Tell everybody who wants to know of them: search, archives, old addresses, history, log."""
    for each in new:
        search.index_together(each.thing)
    coming.cut(model.lists(_all("topics", new), _all("authors", new)), now)
    add_first(
        actor,
        [(each.thing, coming.as_kept(each.fields, each.item)) for each in new],
        Revision.Kind.IMPORTED,
        now,
    )
    LogEntry.objects.bulk_create(
        entry(actor, "import", each.thing, now, dict(each.item.says)) for each in new
    )
    moves = [(old, each.thing.get_absolute_url()) for each in new for old in each.item.addresses]
    if moves:
        redirects.leave_all(moves, now)


def _all(name: str, new: Iterable[Newcomer]) -> set[int]:
    return {number for each in new for number in each.fields[name]}
