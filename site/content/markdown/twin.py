"""A rendered text as Markdown again, for readers that are machines.

It is made from what readers see and not from what the author typed: links lead where they lead now, pictures
have their addresses, and no remark between the lines gets out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from unicodedata import decimal

from content.markdown.tree import Element, Node, is_block, read, text_of

SPECIAL = re.compile(r"[\\`*_\[\]<]")
AT_THE_START = re.compile(r"^(\d*)([#>+.)-])(?=\s)")
FENCE = "```"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NOT_SAID = frozenset({"back", "small"})  # the way back from a note, an address said twice


def markdown_of(html: str) -> str:
    """The Markdown (CommonMark, with GitHub's tables and footnotes) of *html* as ``render`` wrote it."""
    return _blocks(read(html)).strip() + "\n"


def _blocks(element: Element) -> str:
    """What stands in *element*, block by block, with a line between."""
    said: list[str] = []
    line: list[Node] = []
    for child in [*element.children, None]:
        if child is not None and (isinstance(child, str) or not _stands_alone(child)):
            line.append(child)
            continue
        said.append(_paragraph(line))
        line = []
        if isinstance(child, Element):
            said.append(_block(child))
    return "\n\n".join(part for part in said if part.strip())


def _stands_alone(element: Element) -> bool:
    return is_block(element) and element.tag not in {"label", "summary", "figcaption", "dt"}


def _paragraph(nodes: list[Node]) -> str:
    text = "\n".join(line.strip() for line in "".join(map(_inline, nodes)).strip().split("\n"))
    return AT_THE_START.sub(r"\1\\\2", text)


def _block(element: Element) -> str:
    made = BLOCKS.get(element.tag)
    if made:
        return made(element)
    if element.tag in HEADINGS:
        return f"{'#' * int(element.tag[1])} {_line(element)}"
    return _blocks(element)


def _line(element: Element) -> str:
    """What stands in *element*, in one line."""
    return " ".join(_inlines(element).split())


def _quoted(element: Element) -> str:
    return _indented(_blocks(element), "> ", "> ")


def _alert(element: Element) -> str:
    if "alert" not in element.classes():
        return _blocks(element)
    inner = Element("", None, *[child for child in element.elements() if "title" not in child.classes()])
    return _indented(f"[!{element.attrs.get('data-kind', 'note').upper()}]\n{_blocks(inner)}", "> ", "> ")


def _listed(element: Element) -> str:
    items = [child for child in element.elements() if child.tag == "li"]
    first = int(element.attrs.get("start") or 1)
    marks = [f"{first + n}. " if element.tag == "ol" else "- " for n in range(len(items))]
    return "\n".join(
        _indented(_item(item), mark, " " * len(mark)) for item, mark in zip(items, marks, strict=True)
    )


def _item(item: Element) -> str:
    """A list's item; another list in it follows without a line between."""
    return re.sub(r"\n\n(?=(?:-|\d+\.) )", "\n", _blocks(item))


def _code(element: Element) -> str:
    text = text_of(element).rstrip("\n")
    fence = FENCE
    while fence in text:
        fence += "`"
    language = element.attrs.get("aria-label", "").lower().replace(" ", "-")
    return f"{fence}{language}\n{text}\n{fence}"


def _figure(element: Element) -> str:
    """A picture with what is said under it; of code only the code."""
    inner = [child for child in element.elements() if child.tag != "figcaption"]
    said = _blocks(Element("", None, *inner))
    captions = [child for child in element.elements() if child.tag == "figcaption"]
    if {"code", "embed"} & set(element.classes()) or not captions:
        return said
    return f"{said}\n\n*{_line(captions[0])}*"


def _table(element: Element) -> str:
    rows = [
        [_line(cell).replace("|", "\\|") for cell in row.elements() if cell.tag in {"td", "th"}]
        for row in _rows(element)
    ]
    if not rows:
        return ""
    width = max(map(len, rows))
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = [full[0], ["---"] * width, *full[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _rows(element: Element) -> list[Element]:
    found: list[Element] = []
    for child in element.elements():
        found += [child] if child.tag == "tr" else _rows(child)
    return found


def _terms(element: Element) -> str:
    said: list[str] = []
    for child in element.elements():
        if child.tag == "dt":
            said.append(f"**{_line(child)}**")
        else:
            said.append(_blocks(child) if child.tag != "div" else _terms(child))
    return "\n\n".join(said)


def _notes(element: Element) -> str:
    if "footnotes" not in element.classes():
        return _blocks(element)
    items = [item for listed in element.elements() for item in listed.elements() if item.tag == "li"]
    return "\n\n".join(
        _indented(_blocks(item), f"[^{number}]: ", "    ") for number, item in enumerate(items, 1)
    )


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        [f"{first}{lines[0]}", *(f"{others}{line}" if line else others.rstrip() for line in lines[1:])]
    )


BLOCKS: dict[str, Callable[[Element], str]] = {
    "aside": _alert,
    "blockquote": _quoted,
    "dl": _terms,
    "figure": _figure,
    "hr": lambda element: "***",
    "ol": _listed,
    "pre": _code,
    "section": _notes,
    "table": _table,
    "ul": _listed,
}


def _inline(node: Node) -> str:
    if isinstance(node, str):
        return SPECIAL.sub(r"\\\g<0>", unescape(node))
    if NOT_SAID & set(node.classes()):
        return ""
    made = INLINES.get(node.tag)
    return made(node) if made else _inlines(node)


def _inlines(element: Element) -> str:
    return "".join(map(_inline, element.children))


def _around(mark: str) -> Callable[[Element], str]:
    def marked(element: Element) -> str:
        inner = _inlines(element)
        text = inner.strip()
        return inner.replace(text, f"{mark}{text}{mark}", 1) if text else inner

    return marked


def _verbatim(element: Element) -> str:
    text = text_of(element)
    fence = "`"
    while fence in text:
        fence += "`"
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _link(element: Element) -> str:
    text, href = _inlines(element).strip(), element.attrs.get("href", "")
    return f"[{text}]({_address(href)})" if href and text else text


def _picture(element: Element) -> str:
    alt = SPECIAL.sub(r"\\\g<0>", element.attrs.get("alt", ""))
    return f"![{alt}]({_address(element.attrs.get('src', ''))})"


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _raised(element: Element) -> str:
    inner = _inlines(element)
    return f"[^{_number(text_of(element))}]" if "fnref" in element.classes() else f"<sup>{inner}</sup>"


def _number(mark: str) -> str:
    """A note's *mark* as ``_notes`` counts: a text may have digits of its own."""
    return "".join(str(decimal(letter, letter)) for letter in mark)


def _ticked(element: Element) -> str:
    if element.attrs.get("type") != "checkbox":
        return ""
    return "[x]" if "checked" in element.attrs else "[ ]"


INLINES: dict[str, Callable[[Element], str]] = {
    "a": _link,
    "b": _around("**"),
    "br": lambda element: "\\\n",
    "code": _verbatim,
    "del": _around("~~"),
    "em": _around("*"),
    "i": _around("*"),
    "img": _picture,
    "input": _ticked,
    "s": _around("~~"),
    "strong": _around("**"),
    "sub": lambda element: f"<sub>{_inlines(element)}</sub>",
    "sup": _raised,
}
