"""Files of our own that are no pictures: what plays has a player, with the browser's controls; others a link.

A text shows one as it shows a picture, ``![What is heard](file:2)``, or by a line of only ``<file:2>``.
"""

from __future__ import annotations

import re

from content.markdown.body import Body, Target
from content.markdown.tree import Element, escaped, text_of, walk

FILE = re.compile(r"file:\d+$")


def show_bare_files(body: Body) -> None:
    """A paragraph of nothing but the bare reference to a file shows it."""
    for element in walk(body.tree):
        if element.tag == "p":
            _show_bare(element)


def _show_bare(paragraph: Element) -> None:
    shown = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
    link = shown[0] if len(shown) == 1 else None
    if isinstance(link, Element) and link.tag == "a" and _is_bare(link):
        link.become(Element("img", {"src": link.attrs["href"], "alt": ""}))


def _is_bare(link: Element) -> bool:
    href = link.attrs.get("href", "")
    return bool(FILE.match(href)) and text_of(link).strip() == href


def show_file(element: Element, target: Target) -> None:
    """Put the player of *target*, or a link to it, in the place of *element*."""
    words = element.attrs.get("alt", "").strip() or target.title
    link = Element("a", {"href": target.url}, escaped(words))
    if not target.plays:
        element.become(link)
        return
    attrs = {"src": target.url, "controls": "", "preload": "metadata", "aria-label": words}
    caption = {name: said for name, said in element.attrs.items() if name == "title"}
    element.become(Element(target.plays, attrs | caption, link))
