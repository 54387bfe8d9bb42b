"""Task lists: a box that nobody can tick here, labelled by its own item."""

from __future__ import annotations

from content.markdown.body import Body
from content.markdown.tree import Element, Node, is_blank, is_block, walk


def set_tasks(body: Body) -> None:
    """Make each item of a task list the label of its box; a box elsewhere gets a name."""
    for element in walk(body.tree):
        if element.tag in ("ul", "ol"):
            _set_list(body, element)
    for element in walk(body.tree):
        if element.tag == "label":
            _only_one_box(element)
        elif element.tag == "input":
            element.attrs["disabled"] = ""
            if not element.attrs.pop("data-labelled", ""):
                element.attrs["aria-label"] = body.wording.checkbox


def _set_list(body: Body, items: Element) -> None:
    for item in items.elements():
        box = _leading_box(item)
        if item.tag == "li" and box is not None:
            items.add_class("tasks")
            item.add_class("task")
            _label(item, box)


def _leading_box(item: Element) -> Element | None:
    first = next((child for child in item.children if not isinstance(child, str) or child.strip()), None)
    return first if isinstance(first, Element) and first.tag == "input" else None


def _label(item: Element, box: Element) -> None:
    rest = item.children[item.children.index(box) + 1 :]
    if rest and isinstance(rest[0], str):
        rest[0] = rest[0].lstrip()
    rest = [child for child in rest if child]
    if rest and isinstance(rest[0], Element) and rest[0].tag == "p":
        rest[0].children = [_labelled(box, rest[0].children)]
        item.children = rest
    else:
        words = _leading_words(rest)
        item.children = [_labelled(box, words), *rest[len(words) :]]


def _leading_words(children: list[Node]) -> list[Node]:
    for position, child in enumerate(children):
        if isinstance(child, Element) and is_block(child):
            return children[:position]
    return children


def _labelled(box: Element, words: list[Node]) -> Element:
    if is_blank(Element("", {}, *words)):
        return Element("", {}, box, *words)
    box.attrs["data-labelled"] = "yes"
    if isinstance(words[-1], str):
        words = [*words[:-1], words[-1].rstrip()]
    return Element("label", {}, box, " ", *words)


def _only_one_box(label: Element) -> None:
    for extra in [element for element in walk(label) if element.tag == "input"][1:]:
        extra.unwrap()
