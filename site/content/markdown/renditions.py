"""Pictures offered in several widths and lighter formats: a browser takes the one that it needs."""

from __future__ import annotations

from content.markdown.body import Body
from content.markdown.tree import Element

# How wide a picture is shown, in pixels of the layout (assets/css: --measure, --margin, --gap, --gutter).
IN_TEXT = "(min-width: 41rem) 576px, 90vw"
SIDE_BY_SIDE = "(min-width: 41rem) 24rem, 90vw"
WIDE = f"(min-width: 70rem) 808px, {IN_TEXT}"


def offer_renditions(body: Body) -> None:
    """Offer every picture of ours in all that there is of it; the first one of the text comes at once."""
    _offer(body, body.tree, IN_TEXT)


def _offer(body: Body, element: Element, sizes: str) -> None:
    for child in element.elements():
        if child.tag == "img":
            _offer_one(child, body, sizes)
        else:
            _offer(body, child, _sizes_within(child) or sizes)


def _sizes_within(element: Element) -> str:
    classes = element.classes()
    return WIDE if "wide" in classes else SIDE_BY_SIDE if "gallery" in classes else ""


def _offer_one(picture: Element, body: Body, sizes: str) -> None:
    if "loading" not in picture.attrs:
        picture.attrs["fetchpriority"] = "high"
    target = body.shown.get(picture.attrs["src"])
    if target is None:
        return
    for name in target.looks.split():
        picture.add_class(name)
    if target.srcset:
        picture.attrs |= {"srcset": target.srcset, "sizes": sizes}
    if target.sources:
        offered = [
            Element("source", {"type": kind, "srcset": srcset, "sizes": sizes})
            for kind, srcset in target.sources
        ]
        picture.become(Element("picture", {}, *offered, picture.wrapped()))
