"""Old, foreign or misplaced elements put into what HTML allows there today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from content.markdown.body import Body
from content.markdown.elements import INLINE, classes_of, names
from content.markdown.tables import align
from content.markdown.tree import Element, Node, escaped, find, is_blank, is_block, only_inline, walk

TODAY = {"tt": "code", "strike": "s", "acronym": "abbr"}
HOMES = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "figcaption": {"figure"},
    "summary": {"details"},
    "source": {"video", "audio"},
    "track": {"video", "audio"},
    "rt": {"ruby"},
    "rp": {"ruby"},
}
WITHOUT_HOME = {"li": "div", "dt": "p", "dd": "div", "figcaption": "div", "summary": "div"}
TRANSPARENT = {"a", "del", "ins"}
LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*")
NUMBER = re.compile(r"\d{1,4}")
SIGNED = re.compile(r"-?\d{1,9}")
DATE = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
    r"|\d\d:\d\d(?::\d\d)?"
)
RULES = {
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "rowspan": NUMBER,
    "span": re.compile(r"[1-9]\d{0,2}"),
    "start": SIGNED,
    "value": SIGNED,
    "width": NUMBER,
    "height": NUMBER,
    "datetime": DATE,
    "lang": LANGUAGE,
    "hreflang": LANGUAGE,
    "dir": re.compile(r"ltr|rtl|auto"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "preload": re.compile(r"none|metadata|auto"),
}
NEVER_EMPTY = names("aria-label aria-labelledby title id name cite")
HEADINGS = names("h1 h2 h3 h4 h5 h6")
EMPTY_IS_NOTHING = names("p figure figcaption label")


def put_in_order(body: Body) -> None:
    """Translate what is obsolete, mend what stands where HTML does not allow it, drop what is invalid."""
    for element in walk(body.tree):
        _translate(element)
        if element.attrs:
            _check_attributes(element)
            align(element)
    _settle(body, body.tree)


def put_in_paragraphs(body: Body) -> None:
    """Give the words that stand loose between the blocks a paragraph of their own."""
    body.tree.children = _in_paragraphs(body.tree.children)


def stands_apart(tree: Element) -> bool:
    """Whether a tree begins and ends with a block: else what is loose in it joins what stands around it.

    White space is loose too, but for what stands behind the last block.
    """
    children = tree.children
    while children and isinstance(children[-1], str) and not children[-1].strip():
        children = children[:-1]
    edges = (*children[:1], *children[-1:])
    return bool(edges) and all(isinstance(node, Element) and is_block(node) for node in edges)


def keep_known_classes(body: Body) -> None:
    """Take off every class that our stylesheets do not know, the attribute with the last one."""
    for element in walk(body.tree):
        if "class" in element.attrs:
            known = [name for name in element.classes() if name in classes_of(element.tag)]
            element.attrs["class"] = " ".join(known)
            if not known:
                del element.attrs["class"]


def _translate(element: Element) -> None:
    element.tag = TODAY.get(element.tag, element.tag)
    if element.tag in ("iframe", "embed"):
        _link_to_frame(element)
    elif element.tag == "section" and "footnotes" not in element.classes():
        element.tag = "div"
    elif _is_meaningless(element):
        element.unwrap()


def _is_meaningless(element: Element) -> bool:
    """True for a box of a form, a time no machine can read, and what lacks its one necessary part."""
    match element.tag:
        case "time":
            return not DATE.fullmatch(element.attrs.get("datetime", "").strip())
        case "input":
            return element.attrs.get("type") != "checkbox"
        case "bdo":
            return "dir" not in element.attrs
        case "ruby":
            return find(element, "rt") is None
    return False


def _link_to_frame(frame: Element) -> None:
    """What would have been loaded from elsewhere becomes a link to it, and perhaps a card later."""
    address = frame.attrs.get("src", "")
    words = frame.attrs.get("title", "").strip() or address
    frame.become(Element("a", {"href": address, "data-frame": ""}, escaped(words)))


def _check_attributes(element: Element) -> None:
    for name in list(element.attrs):
        rule, value = RULES.get(name), element.attrs[name].strip()
        if (rule and not rule.fullmatch(value)) or (not value and name in NEVER_EMPTY):
            del element.attrs[name]


def _settle(body: Body, parent: Element) -> bool:
    """Settle everything below an element; True when it holds a block."""
    holds_block = False
    for child in parent.elements():
        _find_home(child, parent)
        inner = _settle(body, child)
        if child.tag == "summary":
            only_inline(child, *HEADINGS)
        if inner and child.tag in INLINE and not (child.tag in TRANSPARENT and parent.tag not in INLINE):
            child.unwrap()
        holds_block |= inner or is_block(child)
    parent.children = list(_without_shells(parent.children))
    _fill(body, parent)
    return holds_block


def _without_shells(children: list[Node]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, Element) and not child.tag:
            yield from child.children
        else:
            yield child


def _in_paragraphs(children: list[Node]) -> list[Node]:
    kept: list[Node] = []
    for loose, nodes in groupby(children, key=lambda node: isinstance(node, str) or not is_block(node)):
        group = list(nodes)
        kept.extend([Element("p", {}, *group)] if loose and _says_something(group) else group)
    return kept


def _says_something(nodes: list[Node]) -> bool:
    return any(isinstance(node, Element) or node.strip() for node in nodes)


def _find_home(element: Element, parent: Element) -> None:
    homes = HOMES.get(element.tag)
    if homes and parent.tag not in homes:
        element.tag = WITHOUT_HOME.get(element.tag, "")
        element.attrs = element.attrs if element.tag else {}


def _fill(body: Body, element: Element) -> None:
    if element.tag in ("ul", "ol"):
        element.children = _only(element.children, {"li"}, "li")
    elif element.tag == "dl":
        _define(element)
    elif element.tag == "details":
        _summarise(body, element)
    elif element.tag == "tr" and not element.elements():
        element.unwrap()
    elif element.tag == "aside":
        element.attrs["role"] = "note"
    elif element.tag in EMPTY_IS_NOTHING and not element.attrs.get("id") and is_blank(element):
        element.unwrap()


def _only(children: list[Node], allowed: set[str], wrapper: str) -> list[Node]:
    """A list holds items only: what stands loose between them joins the item before it."""
    kept: list[Node] = []
    last: Element | None = None
    for child in children:
        if isinstance(child, Element) and child.tag in allowed:
            last = child
            kept.append(child)
        elif isinstance(child, str) and not child.strip():
            kept.append(child)
        elif last is not None:
            last.children.append(child)
        else:
            last = Element(wrapper, {}, child)
            kept.append(last)
    return kept


def _define(definitions: Element) -> None:
    """Terms come before what they mean; a list that lacks either is no list of definitions."""
    definitions.children = _only(definitions.children, {"dt", "dd", "div"}, "dd")
    parts = definitions.elements()
    if parts and (parts[0].tag == "dd" or parts[-1].tag == "dt"):
        definitions.tag = "div"
        for part in parts:
            part.tag = WITHOUT_HOME.get(part.tag, part.tag)


def _summarise(body: Body, details: Element) -> None:
    """Details begin with their one summary; without it there would be nothing to press."""
    summaries = [child for child in details.elements() if child.tag == "summary"]
    for extra in summaries[1:]:
        extra.tag = "div"
    first = next((s for s in summaries if not is_blank(s)), None)
    if first is None:
        first = Element("summary", {}, escaped(body.wording.details))
    rest = [child for child in details.children if child is not first and child not in summaries[:1]]
    details.children = [first, *rest]
