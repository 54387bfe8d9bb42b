"""An item as the verb takes it: its pictures and its links to other texts by their numbers here."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from content import kinds, site
from content.fields import Fields
from content.incoming import Incoming
from importers.gallery import Gallery
from importers.items import Item, PictureRef, Reference
from importers.known import Known
from importers.references import find, rewrite


@dataclass
class Fitting:
    """What all items of an import are fitted with."""

    known: Known
    gallery: Gallery
    now: datetime = field(default_factory=lambda: timezone.now().replace(microsecond=0))
    language: str = field(default_factory=lambda: site.current().language)

    def incoming(self, item: Item) -> Incoming:
        """*item* with all that is known now."""
        return Incoming(
            kind=item.kind,
            source=item.source,
            source_ref=item.source_ref,
            fields=self._fields(item),
            publish_at=self._publish_at(item),
            updated_at=item.updated,
            authors=tuple((author.name, author.slug) for author in item.authors),
            topics=item.topics,
            addresses=item.aliases,
            feed_id=item.feed_id,
        )

    def _fields(self, item: Item) -> Fields:
        lead = self._number(item.lead_picture, item) if item.lead_picture else None
        return {
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

    def _publish_at(self, item: Item) -> datetime | None:
        """Its own date; for a text without one, that of its first import."""
        if item.draft or item.held:
            return None
        return item.date or self.known.dates.get(item.source_ref) or self.now

    def _number(self, picture: PictureRef, item: Item) -> int | None:
        return self.gallery.number(picture, item)

    def _body(self, item: Item) -> str:
        pictures = {one.reference: self._number(one, item) for one in item.pictures}
        if any(one.url and not pictures[one.reference] for one in item.pictures):
            pictures |= self._fetched_before(item)
        targets = {link.reference: link.target for link in item.links}

        def replaced(reference: Reference) -> str | None:
            if reference.kind == "picture":
                number = pictures.get(reference.value)
                return f"picture:{number}" if number else None
            return self.known.reference(reference.value, targets.get(reference.value))

        return rewrite(item.body, item.references, replaced)

    def _fetched_before(self, item: Item) -> dict[str, int | None]:
        """Pictures of other sites that an earlier import copied, read from what it made of the same text."""
        kind, number = self.known.things.get(item.source_ref, (item.kind, 0))
        body = kinds.model(kind).objects.filter(pk=number).values_list("body", flat=True).first() or ""
        before = find(body) if "picture:" in body else ()
        pairs = zip(item.references, before, strict=True) if len(before) == len(item.references) else ()
        copied = (
            (now.value, old.value.partition("picture:")[2]) for now, old in pairs if now.kind == "picture"
        )
        return {value: int(old) for value, old in copied if old.isdecimal()}
