"""What comes from elsewhere, and what many imports together share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from content import archives, filing, kinds, relating, rendering
from content import fields as fielding
from content.ahead import Ahead
from content.archives import Entries
from content.fields import Fields

# What one text may raise, beside ValidationError and what the database refuses.
FAULTS = (ArithmeticError, LookupError, OSError, TypeError, ValueError)


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

    @property
    def says(self) -> dict[str, list[str | None]]:
        """What the log says of it."""
        return {"source": [None, f"{self.source} {self.source_ref}"]}


@contextmanager
def batch(texts: int = 0) -> Iterator[None]:
    """Let many imports share their work; the archives are cut once, at the end.

    *texts* is how many will come, as far as that is known.
    """
    shared = Batch()
    shared.ahead.expect(texts)
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


@contextmanager
def names_as_kept() -> Iterator[None]:
    """Let the batch forget the people and topics that were made within, when a fault undoes them."""
    shared = _batch.get() or Batch()
    people, topics = dict(shared.people), dict(shared.topics)
    try:
        yield
    except BaseException:
        shared.people, shared.topics = people, topics
        raise


def people(item: Incoming) -> list[int]:
    """The ids of those who sign *item*, in their order."""
    return list(dict.fromkeys(_person(*author) for author in item.authors))


def topics(item: Incoming) -> list[int]:
    """The ids of what *item* is filed under."""
    return sorted({pk for pk in map(_topic, item.topics) if pk is not None})


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


def describe(thing: Any, item: Incoming, now: datetime) -> None:
    """Give *thing* the times of *item*, and what feeds called it; nothing is saved."""
    thing.feed_id = item.feed_id or thing.feed_id
    thing.publish_at = thing.first_published_at = item.publish_at
    thing.content_changed_at = item.updated_at or item.publish_at
    thing.updated_at = item.updated_at or item.publish_at or now
    relating.later(thing)


def as_kept(fields: Fields, item: Incoming) -> Fields:
    """What the import's revision keeps: the fields, and what it came with that no field says."""
    return fields | {
        "wanted_slug": item.fields.get("slug") or "",
        "publish_at": item.publish_at and item.publish_at.isoformat(),
    }


def cut(lists: Iterable[Entries], now: datetime) -> None:
    """Cut *lists*; within a batch at its end."""
    shared = _batch.get()
    if shared is None:
        archives.cut(lists, now)
    else:
        shared.lists.update({entries.key: entries for entries in lists})
