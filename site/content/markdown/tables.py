"""Tables: scrolled by keyboard too, named, aligned by class."""

from __future__ import annotations

from collections import Counter

from content.markdown.body import Body
from content.markdown.tree import Element, find, is_blank, text_of, walk

ALIGNED = {"right": "n", "center": "ta-center", "left": "ta-left"}
LONGEST_LABEL = 60


def set_tables(body: Body) -> None:
    """Put every outermost table into a scroll region that has a name of its own."""
    seen: Counter[str] = Counter()
    tables = [element for element in walk(body.tree) if element.tag == "table"]
    nested = {id(inner) for table in tables for inner in walk(table)}
    for table in tables:
        _set_heads(table)
        if id(table) not in nested:
            _wrap(body, table, seen)


def align(element: Element) -> None:
    """Turn a cell's `align` into a class; the content policy knows no inline style."""
    if name := ALIGNED.get(element.attrs.pop("align", "").lower()):
        element.attrs["class"] = name


def _set_heads(table: Element) -> None:
    """A head says of what; an empty one is a plain cell, so that nobody hears of an empty head."""
    for row in walk(table):
        if row.tag == "tr":
            _set_row(row)


def _set_row(row: Element) -> None:
    cells = row.elements()
    scope = "col" if all(cell.tag == "th" for cell in cells) else "row"
    for cell in cells:
        if cell.tag == "th" and is_blank(cell):
            cell.tag = "td"
            cell.attrs.pop("scope", None)
        elif cell.tag == "th":
            cell.attrs.setdefault("scope", scope)


def _wrap(body: Body, table: Element, seen: Counter[str]) -> None:
    region = Element("section", {"class": "table"}, table.wrapped())
    caption = find(table, "caption")
    if caption and text_of(caption).strip():
        region.attrs["aria-labelledby"] = _id_of(body, caption)
    else:
        region.attrs["aria-label"] = _label(body, table, seen)
    region.attrs["tabindex"] = "0"
    if line := region.elements()[0].attrs.pop("data-line", ""):
        region.attrs["data-line"] = line
    table.become(region)


def _id_of(body: Body, caption: Element) -> str:
    return caption.attrs.setdefault("id", caption.attrs.get("id") or body.unique_id("caption"))


def _label(body: Body, table: Element, seen: Counter[str]) -> str:
    """The heads of its columns are a table's best name; two with the same heads are numbered."""
    seen[""] += 1
    heads = [" ".join(text_of(cell).split()) for cell in walk(table) if cell.attrs.get("scope") == "col"]
    words = ", ".join(filter(None, heads))
    if not words or len(words) > LONGEST_LABEL:
        return body.wording.table.format(n=body.wording.number(seen[""]))
    seen[words] += 1
    return words if seen[words] == 1 else f"{words} ({seen[words]})"
