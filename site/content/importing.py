"""The verb that brings in a text from elsewhere: as often as one likes, with the same result."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import archives, filing, kinds, redirects, rendering
from content import fields as fielding
from content.actors import Actor, allow
from content.archives import Entries
from content.fields import Fields
from content.log import note
from content.models import Revision
from content.revisions import add_revision, newest

NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"

_waiting: ContextVar[dict[str, Entries] | None] = ContextVar("lists that are cut at the end", default=None)


@dataclass(frozen=True)
class Incoming:
    """A text from elsewhere, known by ``source`` and ``source_ref`` together.

    ``fields`` are those of a revision but authors and topics, which come by name: ``authors`` as (name,
    slug or ""), ``topics`` as names. ``publish_at`` None makes a draft. ``addresses`` are old ones that
    shall lead here, each with or without a slash at its ends.
    """

    kind: str
    source: str
    source_ref: str
    fields: Fields
    publish_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    outcome: list[str] = field(default_factory=list, compare=False)


@contextmanager
def batch() -> Iterator[None]:
    """Cut the archives once, at the end of many imports, instead of after each."""
    token = _waiting.set({})
    try:
        yield
    finally:
        lists = list((_waiting.get() or {}).values())
        _waiting.reset(token)
        archives.cut(lists, timezone.now())


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
    now = timezone.now()
    thing = find(item)
    last = _last_import(thing)
    incoming = _complete(item, last)
    if last and last.fields == _kept(incoming, item):
        item.outcome.append(UNCHANGED)
    elif thing is None:
        thing = _begin(actor, item, incoming, now)
        item.outcome.append(NEW)
    elif last and newest(thing) != last:
        add_revision(actor, thing, _kept(incoming, item), Revision.Kind.IMPORTED, now, base=last)
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
    named["authors"] = list(dict.fromkeys(filing.person(name, slug).pk for name, slug in item.authors))
    topics = (filing.topic(name) for name in item.topics)
    named["topics"] = sorted({topic.pk for topic in topics if topic})
    model = kinds.model(item.kind)
    if last is None:
        return fielding.complete(model, named)
    wanted = named.get("slug") or ""
    if not wanted or last.fields.get("wanted_slug") == wanted:
        named["slug"] = last.fields["slug"]
    return fielding.complete(model, named)


def _kept(fields: Fields, item: Incoming) -> Fields:
    """What the import's revision keeps: the fields, and what it came with that no field says."""
    return fields | {
        "wanted_slug": item.fields.get("slug") or "",
        "publish_at": item.publish_at and item.publish_at.isoformat(),
    }


def _begin(actor: Actor, item: Incoming, incoming: Fields, now: datetime) -> Any:
    model = kinds.model(item.kind)
    incoming["slug"] = fielding.free(model, incoming["slug"], incoming.get("parent"))
    thing = model(source=item.source, source_ref=item.source_ref)
    _write(actor, thing, item, incoming, now)
    return thing


def _write(actor: Actor, thing: Any, item: Incoming, incoming: Fields, now: datetime) -> None:
    was_at = thing.get_absolute_url() if thing.pk else ""
    fielding.fill_columns(thing, {name: incoming[name] for name in fielding.names(type(thing))})
    made = rendering.fill(thing)
    thing.publish_at = thing.first_published_at = item.publish_at
    thing.content_changed_at = item.updated_at or item.publish_at
    thing.updated_at = item.updated_at or item.publish_at or now
    thing.save()
    fielding.fill_relations(thing, incoming)
    thing.place()
    rendering.note_links(thing, made)
    if was_at and was_at != thing.get_absolute_url():
        redirects.leave(was_at, thing.get_absolute_url(), now)
    _cut(thing.streams(), now)
    add_revision(actor, thing, _kept(incoming, item), Revision.Kind.IMPORTED, now, base=newest(thing))
    note(actor, "import", thing, now, {"source": [None, f"{item.source} {item.source_ref}"]})


def _cut(lists: list[Entries], now: datetime) -> None:
    waiting = _waiting.get()
    if waiting is None:
        archives.cut(lists, now)
    else:
        waiting.update({entries.key: entries for entries in lists})


def _lead_here(thing: Any, item: Incoming, now: datetime) -> None:
    here = thing.get_absolute_url()
    for address in item.addresses:
        known = redirects.find(address)
        if known is None or known.target != here:
            redirects.leave(address, here, now)
