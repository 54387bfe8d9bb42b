"""A small tree of sanitised HTML: read from what nh3 wrote, walked, changed, written again.

Text stays escaped as it stands in the HTML, so that most of a document is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from content.markdown.elements import INLINE, VOID, names

# nh3 writes one canonical form: attributes always in double quotes, one space apart.
PIECE = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?: [^\s=>"]+="[^"]*")*)>|([^<]+)|<')
TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
ATTRIBUTE = re.compile(r' ([^\s=>"]+)="([^"]*)"')
MAX_DEPTH = 100

UNREAD = names("fnref back title embed")
SHOWN = names("audio hr img input video")
BREAK = "\x1e"


class Element:
    """One element; children are elements or pieces of escaped text."""

    __slots__ = ("attrs", "children", "tag")

    def __init__(self, tag: str, attrs: dict[str, str] | None = None, *children: Node) -> None:
        self.tag = tag
        self.attrs = attrs or {}
        self.children: list[Node] = list(children)

    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    def add_class(self, name: str) -> None:
        if name not in self.classes():
            self.attrs["class"] = " ".join([*self.classes(), name])

    def elements(self) -> list[Element]:
        return [child for child in self.children if type(child) is Element]

    def become(self, other: Element) -> None:
        """Take another element's place and shape, so that no parent has to be told."""
        self.tag, self.attrs, self.children = other.tag, other.attrs, other.children

    def wrapped(self) -> Element:
        """A copy of this element's shell with its children, to be put inside a new one."""
        copy = Element(self.tag, self.attrs)
        copy.children = self.children
        return copy

    def unwrap(self) -> None:
        """Keep the children only; `read` and `write` know an element without a tag."""
        self.tag, self.attrs = "", {}


Node = Element | str


def tags_in(html: str) -> set[str]:
    """The tags of canonical HTML."""
    return set(TAG.findall(html))


def read(html: str) -> Element:
    """Read canonical HTML into a tree; elements deeper than MAX_DEPTH are unwrapped."""
    root = Element("")
    open_elements = [root]
    for closing, tag, attrs, text in PIECE.findall(html):
        if tag and closing:
            _close(open_elements, tag)
        elif tag:
            _open(open_elements, tag, attrs)
        else:
            open_elements[-1].children.append(text or "&lt;")
    return root


def _open(open_elements: list[Element], tag: str, attrs: str) -> None:
    element = Element(tag, _attributes(attrs) if attrs else None)
    if tag in VOID:
        open_elements[-1].children.append(element)
    elif len(open_elements) < MAX_DEPTH:
        open_elements[-1].children.append(element)
        open_elements.append(element)


def _attributes(source: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(source)}


def _close(open_elements: list[Element], tag: str) -> None:
    if len(open_elements) > 1 and open_elements[-1].tag == tag:
        open_elements.pop()


def write(element: Element) -> str:
    """The HTML of a tree, the root's own tag included when it has one."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    if element.tag:
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in element.attrs.items())
        pieces.append(f"<{element.tag}{attrs}>")
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            _write(child, pieces)
    if element.tag and element.tag not in VOID:
        pieces.append(f"</{element.tag}>")


def walk(element: Element) -> Iterator[Element]:
    """Every element below this one, in the order of the document; each may be changed on the way."""
    waiting = element.elements()[::-1]
    while waiting:
        found = waiting.pop()
        yield found
        for child in reversed(found.children):
            if type(child) is Element:  # a third of the time of isinstance, and no text is kept waiting
                waiting.append(child)


def find(element: Element, *tags: str) -> Element | None:
    """The first element below with one of these tags."""
    return next((inner for inner in walk(element) if inner.tag in tags), None)


def text_of(element: Element) -> str:
    """What a reader sees of an element, as plain text; a picture counts as its description."""
    pieces: list[str] = []
    _collect_text(element, pieces)
    return unescape("".join(pieces))


def _collect_text(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.tag == "img":
            pieces.append(escape(child.attrs.get("alt", "")))
        elif child.tag == "br":
            pieces.append("\n")
        elif "fnref" not in child.classes():
            _collect_text(child, pieces)


def is_block(element: Element) -> bool:
    """Whether the element stands by itself, not in a line of text."""
    return bool(element.tag) and element.tag not in INLINE


def escaped(text: str) -> str:
    """Plain text as it stands in a tree."""
    return escape(text, quote=False)


def paragraphs_of(element: Element) -> list[str]:
    """The plain text block by block, without the marks that only lead to notes and back."""
    pieces: list[str] = []
    _collect_blocks(element, pieces)
    blocks = unescape("".join(pieces)).split(BREAK)
    return [line for block in blocks if (line := " ".join(block.split()))]


def _collect_blocks(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child.replace(BREAK, " "))
        elif child.tag == "img":
            pieces.append(escape(child.attrs.get("alt", "")))
        elif UNREAD.isdisjoint(child.classes()):
            edge = BREAK if is_block(child) else ""
            pieces.append(edge)
            _collect_blocks(child, pieces)
            pieces.append(edge)


def only_inline(element: Element, *but: str) -> None:
    """Unwrap every block below, these excepted, with a space where a line would have ended."""
    for inner in walk(element):
        if is_block(inner) and inner.tag not in but:
            inner.children.append(" ")
            inner.unwrap()


def is_blank(element: Element) -> bool:
    """True when an element shows nothing: neither text nor a picture nor a player nor a box."""
    return all(_shows_nothing(child) for child in element.children)


def _shows_nothing(child: Node) -> bool:
    if isinstance(child, str):
        return not child.replace("&nbsp;", "").strip()
    return child.tag not in SHOWN and is_blank(child)
