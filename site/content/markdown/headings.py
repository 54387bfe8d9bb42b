"""Heading levels without gaps, ids for everything that can be linked to, links to those ids."""

from __future__ import annotations

import re
from urllib.parse import unquote

from content.markdown.body import Body, Heading
from content.markdown.slugs import slug_of
from content.markdown.tree import Element, is_blank, text_of, walk

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FIRST_LEVEL, LAST_LEVEL = 2, 6
SQUEEZED = re.compile(r"[\W_]+")


def name_headings_and_anchors(body: Body) -> None:
    """Give headings their level and id, renew the author's own ids, lead links within the text to them."""
    anchors: dict[str, str] = {}
    levels: list[int] = []
    for element in walk(body.tree):
        if element.tag in HEADINGS:
            _set_heading(body, element, levels, anchors)
        elif own := _own_id(element):
            element.attrs["id"] = _anchor(body, own, anchors)
    _link_to(body, anchors)


def _set_heading(body: Body, element: Element, levels: list[int], anchors: dict[str, str]) -> None:
    if is_blank(element):
        element.unwrap()
        return
    level = _gapless(int(element.tag[1]), levels)
    text = " ".join(text_of(element).split())
    own = _own_id(element)
    identity = _anchor(body, own, anchors) if own else body.unique_id(slug_of(text))
    anchors.setdefault(slug_of(text), identity)
    element.tag, element.attrs["id"] = f"h{level}", identity
    body.headings.append(Heading(level, identity, text))


def _gapless(wanted: int, levels: list[int]) -> int:
    """The page's title is the h1: the text starts at h2 and goes down one step at a time (WCAG 1.3.1)."""
    while levels and levels[-1] >= wanted:
        levels.pop()
    levels.append(wanted)
    return min(len(levels) + FIRST_LEVEL - 1, LAST_LEVEL)


def _own_id(element: Element) -> str:
    """The author's id, or the `name` that older pages give an anchor; taken off the element."""
    name, identity = element.attrs.pop("name", ""), element.attrs.pop("id", "")
    return (identity or name).strip()


def _anchor(body: Body, own: str, anchors: dict[str, str]) -> str:
    identity = body.unique_id(slug_of(own))
    anchors.setdefault(own, identity)
    anchors.setdefault(slug_of(own), identity)
    return identity


def _link_to(body: Body, anchors: dict[str, str]) -> None:
    squeezed = {SQUEEZED.sub("", name): identity for name, identity in reversed(anchors.items())}
    for element in walk(body.tree):
        href = element.attrs.get("href", "")
        if element.tag == "a" and href.startswith("#"):
            _link_within(body, element, anchors, squeezed)


def _link_within(body: Body, link: Element, anchors: dict[str, str], squeezed: dict[str, str]) -> None:
    wanted = unquote(link.attrs["href"][1:])
    slug = slug_of(wanted)
    found = anchors.get(wanted) or anchors.get(slug) or squeezed.get(SQUEEZED.sub("", slug))
    if found:
        link.attrs["href"] = f"#{found}"
    else:
        body.unresolved.append(link.attrs["href"])
        link.unwrap()
