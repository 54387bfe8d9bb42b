"""Galleries: a paragraph of several pictures and nothing else sets them side by side."""

from __future__ import annotations

from content.markdown.body import Body
from content.markdown.elements import SHAPES
from content.markdown.tree import Element, escaped, walk

NARROWEST = 200  # pixels; smaller ones are signs in a line of text


def make_galleries(body: Body) -> None:
    """Turn such paragraphs into galleries; a picture's title is its caption, as it is of one alone."""
    for element in list(walk(body.tree)):
        if element.tag == "p":
            _make_gallery(body, element)


def _make_gallery(body: Body, paragraph: Element) -> None:
    shown = [
        child
        for child in paragraph.children
        if (child.strip() if isinstance(child, str) else child.tag != "br")
    ]
    pictures = [child for child in shown if isinstance(child, Element) and _is_large(body, child)]
    if len(pictures) < 2 or len(pictures) < len(shown):
        return
    attrs = {"class": "gallery"} | {k: v for k, v in paragraph.attrs.items() if k == "data-line"}
    paragraph.become(Element("div", attrs, *[_figure(picture) for picture in pictures]))


def _is_large(body: Body, element: Element) -> bool:
    target = body.shown.get(element.attrs.get("src", "")) if element.tag == "img" else None
    return target is not None and (target.width or 0) >= NARROWEST


def _figure(picture: Element) -> Element:
    width, height = int(picture.attrs["width"]), int(picture.attrs["height"])
    figure = Element("figure", {"class": f"figure {_shape(width / max(1, height))}"}, picture)
    if caption := picture.attrs.pop("title", "").strip():
        figure.children.append(Element("figcaption", {}, escaped(caption)))
    return figure


def _shape(ratio: float) -> str:
    """The nearest step of assets/css/gallery.css, as a class."""
    nearest = min(range(len(SHAPES)), key=lambda step: abs(SHAPES[step] - ratio))
    return f"shape-{nearest + 1}"
