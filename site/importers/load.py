"""The one loader: items of whatever parser become posts and pages, as often as one likes.

A second run with the same items changes nothing. Items go into the database a hundred at a time, each within
its own savepoint, so the fault of one loses no other.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from content import incoming as coming
from content import kinds, search, site
from content.actors import Actor
from content.incoming import FAULTS, Incoming
from content.publishing import import_item, import_new
from content.remote import Fetcher
from importers.gallery import Gallery
from importers.items import Fault, Item, LeftOut, Reference
from importers.references import find, rewrite
from importers.report import Report

AT_ONCE = 100
Pair = tuple[Item, Incoming]
Some = TypeVar("Some")
Progress = Callable[[int, str], None]


def quietly(done: int, path: str) -> None:
    """No progress is shown."""


def load(
    items: Iterable[Item | Fault | LeftOut],
    *,
    actor: Actor,
    base: Path,
    fetcher: Fetcher | None = None,
    progress: Progress = quietly,
) -> Report:
    """Bring *items* in for *actor* and return what came of it.

    *base* is the folder in which their pictures are. With a *fetcher*, pictures of other sites are copied.
    *progress* hears after each item how many are done, and its path.
    """
    loader = Loader(actor, base, fetcher, progress)
    with coming.batch():
        for some in loader.rendered(batches(loader.ready(items), AT_ONCE)):
            loader.bring_in(some)
        for some in loader.rendered(batches(loader.waiting, AT_ONCE)):
            loader.bring_in(some)
        loader.join(loader.waiting)
    return loader.report


@dataclass
class Loader:
    """The state of one import.

    ``numbers`` are the ids of things by kind and source_ref, ``addresses`` the source_refs by their old
    addresses, ``waiting`` the items that lead to others which may not be here yet.
    """

    actor: Actor
    base: Path
    fetcher: Fetcher | None
    progress: Progress
    report: Report = field(default_factory=Report)
    waiting: list[Item] = field(default_factory=list)
    things: dict[str, tuple[str, int]] = field(default_factory=dict)
    dates: dict[str, datetime | None] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    gallery: Gallery | None = None
    done: int = 0

    def __post_init__(self) -> None:
        self.now = timezone.now().replace(microsecond=0)
        self.language = site.current().language

    def ready(self, items: Iterable[Item | Fault | LeftOut]) -> Iterator[Item]:
        """The items that can come in at once; those that lead to others are put aside until all are known."""
        for item in items:
            if isinstance(item, Fault):
                self.report.faults.append(item)
            elif isinstance(item, LeftOut):
                self.report.left_out.append(item)
            else:
                self._meet(item)
                if item.links or any(_is_inner(reference) for reference in item.references):
                    self.waiting.append(item)
                else:
                    yield item

    def _meet(self, item: Item) -> None:
        if self.gallery is None:
            self.gallery = Gallery(item.source, self.base, self.fetcher, self.report)
            self._remember(item.source)
        self.report.take(item)
        for address in item.aliases:
            self.addresses.setdefault(_plain(address), item.source_ref)

    def _remember(self, source: str) -> None:
        """What earlier imports of this source have brought."""
        for kind, model in kinds.models().items():
            for ref, pk, at in model.objects.filter(source=source).values_list(
                "source_ref", "pk", "publish_at"
            ):
                self.things[ref] = (kind, pk)
                self.dates[ref] = at

    def rendered(self, some: Iterable[list[Item]]) -> Iterator[list[Pair]]:
        """Each batch when the next one has been read, so that its new texts are rendered meanwhile."""
        before: list[Pair] = []
        for items in some:
            pairs = [(item, self._incoming(item)) for item in items]
            coming.render_ahead(one for _, one in pairs if one.source_ref not in self.things)
            if before:
                yield before
            before = pairs
        if before:
            yield before

    def bring_in(self, pairs: list[Pair]) -> None:
        """Bring in some items."""
        with self._together():
            self._many(pairs)
            for item, one in pairs:
                if outcome := (one.outcome and one.outcome[0]) or self._one(item, one):
                    self.report.count(item.kind, outcome)
                self.done += 1
                self.progress(self.done, item.source_ref)

    def _many(self, pairs: list[Pair]) -> None:
        """Bring in at once what is new; what is not, and what has a fault, is left to `_one`."""
        new = [one for _, one in pairs if one.source_ref not in self.things]
        try:  # all within one savepoint
            things = import_new(actor=self.actor, items=new)
        except (ValidationError, DatabaseError, *FAULTS):
            return
        for thing in things:
            self.things[thing.source_ref] = (thing.kind, thing.pk)
            self.bodies[thing.source_ref] = thing.body

    @contextmanager
    def _together(self) -> Iterator[None]:
        """One transaction for some items, which search is told of at its end."""
        with search.together() as refused:
            yield
        for thing, error in refused:
            self.report.fault(thing.source_ref, 1, f"It is here, but search cannot find it: {error}")

    def join(self, items: Iterable[Item]) -> None:
        """Bring in once more the items whose links lead to what came after them."""
        again = ((item, self._incoming(item)) for item in items if item.source_ref in self.bodies)
        for some in batches((two for two in again if self._leads_elsewhere(*two)), AT_ONCE):
            with self._together():
                coming.render_ahead(one for _, one in some)
                for item, one in some:
                    self._one(item, one)

    def _leads_elsewhere(self, item: Item, incoming: Incoming) -> bool:
        return bool(incoming.fields["body"] != self.bodies[item.source_ref])

    def _one(self, item: Item, incoming: Incoming) -> str:
        """Bring in one item; a word on what came of it, or "" for a fault, which is reported."""
        try:
            thing = import_item(actor=self.actor, item=incoming)  # within a savepoint of its own
        except ValidationError as error:
            self.report.fault(item.source_ref, 1, " ".join(error.messages))
            return ""
        except (DatabaseError, *FAULTS) as error:
            self.report.fault(item.source_ref, 1, f"It could not be brought in: {error}")
            return ""
        self.things[item.source_ref] = (item.kind, thing.pk)
        self.bodies[item.source_ref] = incoming.fields["body"]
        return incoming.outcome[0]

    def _incoming(self, item: Item) -> Incoming:
        lead = self._number(item.lead_picture, item) if item.lead_picture else None
        fields: dict[str, Any] = {
            "title": item.title,
            "slug": item.slug,
            "summary": item.summary,
            "body": self._body(item),
            "body_format": item.body_format,
            "language": item.language or self.language,
            "canonical_url": item.canonical_url,
            "lead_picture": lead,
            "lead_alt": item.lead_picture.alt[:500] if item.lead_picture and lead else "",
        }
        return Incoming(
            kind=item.kind,
            source=item.source,
            source_ref=item.source_ref,
            fields=fields,
            publish_at=self._publish_at(item),
            updated_at=item.updated,
            authors=tuple((author.name, author.slug) for author in item.authors),
            topics=item.topics,
            addresses=item.aliases,
        )

    def _publish_at(self, item: Item) -> datetime | None:
        """Its own date; for a text without one, that of its first import."""
        if item.draft or item.held:
            return None
        return item.date or self.dates.get(item.source_ref) or self.now

    def _number(self, picture: Any, item: Item) -> int | None:
        return self.gallery.number(picture, item.source_ref) if self.gallery else None

    def _body(self, item: Item) -> str:
        """The item's text with its pictures and its links to other texts by their numbers."""
        pictures = {one.reference: self._number(one, item) for one in item.pictures}
        if any(one.url and not pictures[one.reference] for one in item.pictures):
            pictures |= self._fetched_before(item)
        targets = {link.reference: link.target for link in item.links}

        def replaced(reference: Reference) -> str | None:
            if reference.kind == "picture":
                number = pictures.get(reference.value)
                return f"picture:{number}" if number else None
            return self._target(reference.value, targets.get(reference.value))

        return rewrite(item.body, item.references, replaced)

    def _fetched_before(self, item: Item) -> dict[str, int | None]:
        """Pictures of other sites that an earlier import copied, read from what it made of the same text."""
        kind, number = self.things.get(item.source_ref, (item.kind, 0))
        body = kinds.model(kind).objects.filter(pk=number).values_list("body", flat=True).first() or ""
        before = find(body) if "picture:" in body else ()
        pairs = zip(item.references, before, strict=True) if len(before) == len(item.references) else ()
        copied = (
            (now.value, old.value.partition("picture:")[2]) for now, old in pairs if now.kind == "picture"
        )
        return {value: int(old) for value, old in copied if old.isdecimal()}

    def _target(self, value: str, ref: str | None) -> str | None:
        address, hash_, fragment = value.partition("#")
        ref = ref or (self.addresses.get(_plain(address)) if address.startswith("/") else None)
        if ref not in self.things:
            return None
        kind, number = self.things[ref]
        return f"{kind}:{number}{hash_}{fragment}"


def batches(items: Iterable[Some], most: int) -> Iterator[list[Some]]:
    """*items* in lists of at most *most*."""
    left = iter(items)
    while some := list(islice(left, most)):
        yield some


def _is_inner(reference: Reference) -> bool:
    return (
        reference.kind == "link" and reference.value.startswith("/") and not reference.value.startswith("//")
    )


def _plain(address: str) -> str:
    return (
        unquote(address.partition("?")[0])
        .strip("/")
        .removesuffix("index.html")
        .removesuffix(".html")
        .strip("/")
    )
