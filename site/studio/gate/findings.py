"""What the checks look at, and what they say. Pure: nothing here asks a database or the network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from content.fields import Fields
from content.markdown.tree import Element, read


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what, how to mend it, and where: a *line* of the text (from 1) or a field."""

    says: str
    mend: str
    line: int = 0
    field: str = ""


@dataclass(frozen=True)
class Place:
    """What stands at an address of the site: ``live``, ``hidden`` (a draft, say), ``moved`` or ``nothing``.

    ``title`` names it, ``ids`` are the fragments that it has; None where any will do.
    """

    state: str
    title: str = ""
    ids: frozenset[str] | None = None


@dataclass(frozen=True)
class Text:
    """A text as readers would get it.

    ``html`` is its body with the lines it was made from, ``page`` the whole document, ``unresolved`` what led
    nowhere when it was rendered. ``places`` are the addresses of the site that it leads to, ``dead`` those
    outside that did not answer, with what they said. ``weights`` are the bytes of its pictures.
    """

    fields: Fields
    html: str = ""
    page: str = ""
    unresolved: tuple[str, ...] = ()
    lead: str = ""  # the name of a lead picture that nobody has described
    places: Mapping[str, Place] = field(default_factory=dict)
    dead: Mapping[str, str] = field(default_factory=dict)
    namesakes: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    brand: str = ""

    def elements(self) -> Iterator[tuple[Element, int]]:
        """The elements of the body in their order, each with the line of the source that it came from."""
        return _lined(read(self.html), 0)

    def line_of(self, words: str) -> int:
        """The first line of the source that has *words* in it; 0 where none has."""
        lines = str(self.fields.get("body", "")).splitlines()
        return next((number for number, line in enumerate(lines, start=1) if words in line), 0)


def _lined(element: Element, line: int) -> Iterator[tuple[Element, int]]:
    for child in element.elements():
        own = child.attrs.get("data-line", "")
        here = int(own) if own.isdecimal() else line
        yield child, here
        yield from _lined(child, here)
