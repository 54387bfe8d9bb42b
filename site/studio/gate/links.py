"""What is checked of the links: within the site at once, outside by what the worker found."""

from collections.abc import Iterator
from urllib.parse import unquote

from content.markdown.tree import Element, text_of
from studio.gate.findings import Finding, Place, Text

NOWHERE = Place("nothing")


def inside(text: Text) -> Iterator[Finding]:
    """Every link to the site leads to something that readers may see, and to a place on it that is there."""
    for reference in text.unresolved:
        yield Finding(
            "A link leads nowhere",
            f"Nothing is at {reference}. Choose what it leads to, or take it out.",
            text.line_of(reference),
        )
    for element, line in text.elements():
        href = element.attrs.get("href", "")
        if element.tag == "a" and href.startswith("/"):
            yield from _judge(element, href, line, text.places.get(href.partition("#")[0], NOWHERE))


def _judge(link: Element, href: str, line: int, place: Place) -> Iterator[Finding]:
    words = " ".join(text_of(link).split()) or href
    fragment = unquote(href.partition("#")[2])
    if place.state == "nothing":
        yield Finding("A link leads nowhere", f"“{words}” leads to {href}, where nothing is.", line)
    elif place.state == "hidden":
        yield Finding(
            "A link leads to what readers cannot see",
            f"“{words}” leads to “{place.title}”, which is not live. Publish that first, or take it out.",
            line,
        )
    elif place.state == "moved":
        mend = f"“{words}” leads to {href}: use the new address."
        yield Finding("A link leads to a page that moved", mend, line)
    elif fragment and place.ids is not None and fragment not in place.ids:
        yield Finding(
            "A link leads to a place that is not there",
            f"“{words}” leads to “{place.title}”, which has no part called {fragment}.",
            line,
        )


def outside(text: Text) -> Iterator[Finding]:
    """Every link to another site answered when the worker last asked."""
    for address, said in text.dead.items():
        yield Finding("A link to another site is dead", f"{address}: {said}", text.line_of(address))
