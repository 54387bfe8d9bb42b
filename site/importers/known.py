"""What of a source is here already, and where its old addresses lead: so that texts find each other."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from content import kinds
from importers.items import Item, Reference


@dataclass
class Known:
    """What an import knows of its texts.

    ``things`` are kind and id by source_ref, ``dates`` those of earlier imports, ``addresses`` the
    source_refs by their old addresses, ``bodies`` the texts that came in in this run.
    """

    sources: set[str] = field(default_factory=set)
    things: dict[str, tuple[str, int]] = field(default_factory=dict)
    dates: dict[str, datetime | None] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)

    def expect(self, item: Item) -> None:
        """*item* will come in: what leads to its old addresses leads to it."""
        if item.source not in self.sources:
            self._remember(item.source)
        for address in item.aliases:
            self.addresses.setdefault(_plain(address), item.source_ref)

    def _remember(self, source: str) -> None:
        """What earlier imports of *source* have brought."""
        self.sources.add(source)
        for kind, model in kinds.models().items():
            brought = model.objects.filter(source=source).values_list("source_ref", "pk", "publish_at")
            for ref, pk, at in brought:
                self.things[ref] = (kind, pk)
                self.dates[ref] = at

    def keep(self, ref: str, kind: str, pk: int, body: str) -> None:
        """A text has come in."""
        self.things[ref] = (kind, pk)
        self.bodies[ref] = body

    def reference(self, value: str, ref: str | None) -> str | None:
        """What stands in a text for the address *value*, which leads to the item *ref* if that is known."""
        address, hash_, fragment = value.partition("#")
        ref = ref or (self.addresses.get(_plain(address)) if address.startswith("/") else None)
        if ref not in self.things:
            return None
        kind, number = self.things[ref]
        return f"{kind}:{number}{hash_}{fragment}"


def leads_on(item: Item) -> bool:
    """Whether *item* may lead to others, which must be here before it is complete."""
    return bool(item.links) or any(_is_inner(reference) for reference in item.references)


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
