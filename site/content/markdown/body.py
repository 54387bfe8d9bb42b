"""One body on its way from plain HTML to ours, and what is found in it on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from content.markdown.tree import Element
from content.markdown.wording import Wording


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents; `id` is the whole id, as a link's fragment names it."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Target:
    """What a reference such as `post:17` resolves to; width and height in pixels, for pictures.

    A decorative picture says nothing, and that is meant so: the publish gate asks for no words. `sources`
    are a picture's files in lighter formats, each a type and a srcset; `srcset` those in its own; `looks`
    are classes: its colour while it is awaited, and what stays in sight where it is cut. A file ``plays`` as
    ``audio`` or ``video``, or not at all.
    """

    url: str
    title: str = ""
    width: int | None = None
    height: int | None = None
    is_decorative: bool = False
    sources: tuple[tuple[str, str], ...] = ()
    srcset: str = ""
    looks: str = ""
    plays: str = ""


Resolve = Callable[[str], Target | None]


def nothing(reference: str) -> Target | None:
    """Resolve no reference: for texts that name none, and for previews without a database."""
    return None


@dataclass
class Body:
    """The tree, what the caller gave with it, and the lists that the caller gets back."""

    tree: Element
    resolve: Resolve
    prefix: str
    wording: Wording
    headings: list[Heading] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    shown: dict[str, Target] = field(default_factory=dict)  # pictures of ours, by their address
    unresolved: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    twins: Counter[str] = field(default_factory=Counter)

    def unique_id(self, slug: str) -> str:
        """A free id for a slug: the prefix keeps it off the layout's own ids, a number off its twins."""
        wanted = candidate = f"{self.prefix}h-{slug}"
        while candidate in self.ids:
            self.twins[wanted] += 1
            candidate = f"{wanted}-{self.twins[wanted] + 1}"
        self.ids.add(candidate)
        return candidate

    def target(self, reference: str) -> Target | None:
        """Resolve a reference, keeping its fragment, and note it."""
        name, hash_, fragment = reference.partition("#")
        self.references.append(name)
        found = self.resolve(name)
        if found is None:
            self.unresolved.append(reference)
            return None
        return replace(found, url=f"{found.url}{hash_}{fragment}")
