"""Old, foreign or misplaced elements put into what HTML allows there today."""

from __future__ import annotations

import re

from content.markdown.body import Body
from content.markdown.tables import align
from content.markdown.tree import INLINE, Element, Node, escaped, is_blank, walk

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
    r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?|\d\d:\d\d(?::\d\d)?"
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
NEVER_EMPTY = frozenset(("aria-label", "aria-labelledby", "title", "id", "name", "cite"))
EMPTY_IS_NOTHING = frozenset("p figure figcaption label".split())


def put_in_order(body: Body) -> None:
    """Translate what is obsolete, mend what stands where HTML does not allow it, drop what is invalid."""
    for element in walk(body.tree):
        _translate(element)
        _check_attributes(element)
        align(element)
    _settle(body, body.tree)


def _translate(element: Element) -> None:
    element.tag = TODAY.get(element.tag, element.tag)
    if element.tag in ("iframe", "embed"):
        _link_to_frame(element)
    elif element.tag == "time" and "datetime" not in element.attrs:
        element.unwrap()
    elif element.tag == "input" and element.attrs.get("type") != "checkbox":
        element.unwrap()


def _link_to_frame(frame: Element) -> None:
    """What would have been loaded from elsewhere becomes a link to it."""
    address = frame.attrs.get("src", "")
    words = frame.attrs.get("title", "").strip() or address
    frame.become(Element("p", {}, Element("a", {"href": address}, escaped(words))))


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
        if inner and child.tag in INLINE and not (child.tag in TRANSPARENT and parent.tag not in INLINE):
            child.unwrap()
        holds_block |= inner or child.tag not in INLINE
    _fill(body, parent)
    return holds_block


def _find_home(element: Element, parent: Element) -> None:
    homes = HOMES.get(element.tag)
    if homes and parent.tag not in homes:
        element.tag = WITHOUT_HOME.get(element.tag, "")
        element.attrs = element.attrs if element.tag else {}


def _fill(body: Body, element: Element) -> None:
    if element.tag in ("ul", "ol"):
        element.children = _only(element.children, {"li"}, "li")
    elif element.tag == "dl":
        element.children = _only(element.children, {"dt", "dd", "div"}, "dd")
    elif element.tag == "details":
        _summarise(body, element)
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
