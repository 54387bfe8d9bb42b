"""The verb that brings in a text from elsewhere: as often as one likes, with the same result."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content import archives, filing, kinds, redirects, rendering, search
from content import fields as fielding
from content.actors import Actor, allow
from content.ahead import Ahead
from content.archives import Entries
from content.fields import Fields
from content.log import note
from content.models import Revision
from content.revisions import add_revision, newest

NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"


@dataclass
class Batch:
    """What many imports together do once: cut lists, look names up, render side by side."""

    lists: dict[str, Entries] = field(default_factory=dict)
    people: dict[tuple[str, str], int] = field(default_factory=dict)
    topics: dict[str, int | None] = field(default_factory=dict)
    ahead: Ahead = field(default_factory=Ahead)


_batch: ContextVar[Batch | None] = ContextVar("the imports that belong together", default=None)


@dataclass(frozen=True)
class Incoming:
    """A text from elsewhere, known by ``source`` and ``source_ref`` together.

    ``fields`` are those of a revision but authors and topics, which come by name: ``authors`` as (name,
    slug or ""), ``topics`` as names. ``publish_at`` None makes a draft. ``addresses`` are old ones that
    shall lead here, each with or without a slash at its ends. ``feed_id`` is what feeds called it there.
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
    feed_id: str = ""
    outcome: list[str] = field(default_factory=list, compare=False)


@contextmanager
def batch() -> Iterator[None]:
    """Let many imports share their work; the archives are cut once, at the end."""
    shared = Batch()
    token, rendered = _batch.set(shared), rendering.ahead.set(shared.ahead)
    try:
        yield
    finally:
        _batch.reset(token)
        rendering.ahead.reset(rendered)
        shared.ahead.close()
        archives.cut(shared.lists.values(), timezone.now())


def render_ahead(items: Iterable[Incoming]) -> None:
    """Within a batch: render what is about to be brought in, side by side."""
    shared = _batch.get()
    if shared:
        texts = [_text(item) for item in items]
        shared.ahead.render(texts, rendering.resolve)


def _text(item: Incoming) -> tuple[str, str, str]:
    fields = fielding.with_defaults(kinds.model(item.kind), item.fields)
    return fields["body"], fields["body_format"], fields["language"]


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
    named["authors"] = list(dict.fromkeys(_person(*author) for author in item.authors))
    named["topics"] = sorted({pk for pk in map(_topic, item.topics) if pk is not None})
    model = kinds.model(item.kind)
    if last is None:
        return fielding.complete(model, named)
    wanted = named.get("slug") or ""
    if not wanted or last.fields.get("wanted_slug") == wanted:
        named["slug"] = last.fields["slug"]
    return fielding.complete(model, named)


def _person(name: str, slug: str) -> int:
    known = (_batch.get() or Batch()).people
    if (name, slug) not in known:
        known[name, slug] = filing.person(name, slug).pk
    return known[name, slug]


def _topic(name: str) -> int | None:
    known = (_batch.get() or Batch()).topics
    if name not in known:
        topic = filing.topic(name)
        known[name] = topic.pk if topic else None
    return known[name]


def _kept(fields: Fields, item: Incoming) -> Fields:
    """What the import's revision keeps: the fields, and what it came with that no field says."""
    return fields | {
        "wanted_slug": item.fields.get("slug") or "",
        "publish_at": item.publish_at and item.publish_at.isoformat(),
    }


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
    fielding.fill_columns(
        thing, {name: incoming[name] for name in fielding.names(type(thing))}, is_free=is_new
    )
    made = rendering.fill(thing)
    thing.feed_id = item.feed_id or thing.feed_id
    thing.publish_at = thing.first_published_at = item.publish_at
    thing.content_changed_at = item.updated_at or item.publish_at
    thing.updated_at = item.updated_at or item.publish_at or now
    thing.save()
    fielding.fill_relations(thing, incoming, is_new=is_new)
    if not is_new:
        thing.place()
    rendering.note_links(thing, made, is_new=is_new)
    if was_at and was_at != thing.get_absolute_url():
        redirects.leave(was_at, thing.get_absolute_url(), now)
    search.index_together(thing)
    _cut(thing.streams(), now)
    add_revision(
        actor,
        thing,
        _kept(incoming, item),
        Revision.Kind.IMPORTED,
        now,
        base=None if is_new else newest(thing),
        is_first=is_new,
    )
    note(actor, "import", thing, now, {"source": [None, f"{item.source} {item.source_ref}"]})


def _cut(lists: list[Entries], now: datetime) -> None:
    shared = _batch.get()
    if shared is None:
        archives.cut(lists, now)
    else:
        shared.lists.update({entries.key: entries for entries in lists})


def _lead_here(thing: Any, item: Incoming, now: datetime) -> None:
    here = thing.get_absolute_url()
    for address in redirects.missing(item.addresses, here) if item.addresses else ():
        redirects.leave(address, here, now)
