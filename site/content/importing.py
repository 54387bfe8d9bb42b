"""The verb that brings in a text from elsewhere: as often as one likes, with the same result."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import fields as fielding
from content import incoming as coming
from content import kinds, redirects, rendering, search
from content.actors import Actor, allow
from content.fields import Fields
from content.incoming import Incoming, names_as_kept
from content.log import note
from content.models import Revision
from content.revisions import add_revision, newest

NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"


def find(item: Incoming) -> Any | None:
    """The thing that *item* became when it was brought in before, or None."""
    return kinds.model(item.kind).objects.find(source=item.source, source_ref=item.source_ref)


@transaction.atomic
def import_item(*, actor: Actor, item: Incoming) -> Any:
    """Bring *item* in; ``item.outcome`` gets one word of what came of it.

    ``new``, ``changed``, ``unchanged``, or ``kept``: somebody has edited the text here since, so what
    comes in is put into its history as a revision and the live row is left alone.
    """
    allow(actor, "import")
    with names_as_kept():
        return _import(actor, item, timezone.now())


def _import(actor: Actor, item: Incoming, now: datetime) -> Any:
    thing = find(item)
    last = _last_import(thing)
    incoming = _complete(item, last)
    if last and last.fields == coming.as_kept(incoming, item):
        item.outcome.append(UNCHANGED)
    elif thing is None:
        thing = _begin(actor, item, incoming, now)
        item.outcome.append(NEW)
    elif last and newest(thing) != last:
        add_revision(actor, thing, coming.as_kept(incoming, item), Revision.Kind.IMPORTED, now, base=last)
        item.outcome.append(KEPT)
    else:
        _write(actor, thing, item, incoming, now)
        item.outcome.append(CHANGED)
    _lead_here(thing, item, now)
    return thing


def _last_import(thing: Any | None) -> Revision | None:
    if thing is None:
        return None
    imports = Revision.objects.filter(of=thing.kind, thing_id=thing.pk, kind=Revision.Kind.IMPORTED)
    return imports.order_by("pk").last()


def _complete(item: Incoming, last: Revision | None) -> Fields:
    """All fields of a revision, with people and topics by id; a slug that was made once is kept."""
    named = dict(item.fields)
    named["authors"], named["topics"] = coming.people(item), coming.topics(item)
    model = kinds.model(item.kind)
    if last is None:
        return fielding.complete(model, named)
    wanted = named.get("slug") or ""
    if not wanted or last.fields.get("wanted_slug") == wanted:
        named["slug"] = last.fields["slug"]
    return fielding.complete(model, named)


def _begin(actor: Actor, item: Incoming, incoming: Fields, now: datetime) -> Any:
    model = kinds.model(item.kind)
    if item.fields.get("slug"):
        incoming["slug"] = fielding.free(model, incoming["slug"], incoming.get("parent"))
    thing = model(source=item.source, source_ref=item.source_ref)
    _write(actor, thing, item, incoming, now)
    return thing


def _write(actor: Actor, thing: Any, item: Incoming, incoming: Fields, now: datetime) -> None:
    is_new = thing.pk is None
    was_at = "" if is_new else thing.get_absolute_url()
    fielding.fill_columns(thing, incoming, is_free=is_new)
    made = rendering.fill(thing)
    coming.describe(thing, item, now)
    thing.save()
    fielding.fill_relations(thing, incoming, is_new=is_new)
    if not is_new:
        thing.place()
    rendering.note_links(thing, made, is_new=is_new)
    if was_at and was_at != thing.get_absolute_url():
        redirects.leave(was_at, thing.get_absolute_url(), now)
    search.index_together(thing)
    coming.cut(thing.streams(), now)
    add_revision(
        actor,
        thing,
        coming.as_kept(incoming, item),
        Revision.Kind.IMPORTED,
        now,
        base=None if is_new else newest(thing),
        is_first=is_new,
    )
    note(actor, "import", thing, now, item.says)


def _lead_here(thing: Any, item: Incoming, now: datetime) -> None:
    here = thing.get_absolute_url()
    for address in redirects.missing(item.addresses, here) if item.addresses else ():
        redirects.leave(address, here, now)
