"""Whether a piece of HTML closes by itself all that it opens."""

from __future__ import annotations

import re
from collections import Counter

import nh3

from content.markdown.elements import BLOCKS, INLINE, TO_TRANSLATE, VOID
from content.markdown.sanitise import NEVER_DEEP, TAG

# Only the plainest forms: whatever else a browser may read as a tag leaves its "<" behind. HTML knows five
# kinds of white space; any other belongs to the name that it stands in.
SPACE = r"[ \t\n\f\r]"
VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+"
ATTRIBUTES = rf"(?:{SPACE}+[a-zA-Z_:][a-zA-Z0-9_:.-]*(?:{SPACE}*={SPACE}*(?:{VALUE}))?)*{SPACE}*"
PIECE = re.compile(
    r"<!--[^<>]*-->"
    rf"|<(?P<raw>script|style){ATTRIBUTES}>[^<]*</(?P=raw)>"
    rf"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*){ATTRIBUTES}/?>"
)
KNOWN = INLINE | BLOCKS | TO_TRANSLATE
OPENED = re.compile(r"<([a-zA-Z][^\s/>]*)")
AFTERWARDS = "\x04<p>\x04</p>"


def left_open(html: str, before: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """The elements that are open after *html*, with those *before* it; None where that is not plain to see.

    Where none is open, each has ended in order. Then the piece is read the same by itself as among others.
    """
    if "<" in PIECE.sub("", html):
        return None
    still_open = list(before)
    for piece in PIECE.finditer(html):
        tag = (piece["tag"] or "").lower()
        if not tag or (tag in VOID and not piece["end"]):
            continue
        if piece["end"] and (not still_open or still_open.pop() != tag):
            return None
        if not piece["end"]:
            if tag not in KNOWN:
                return None
            still_open.append(tag)
    return tuple(still_open)


def closes_itself(html: str) -> bool:
    """Whether a piece of any HTML is read the same by itself as among others.

    The parser is asked: with every element shown, words and a paragraph behind the piece stay as they are.
    That a form is still open would not be seen so; and depth is counted by tags alone (`sanitise.MAX_OPEN`).
    """
    opened = {name.lower() for name in OPENED.findall(html)}
    if "form" in opened or _leaves_depth(html):
        return False
    reader = nh3.Cleaner(tags=opened | {"p"}, clean_content_tags=set())
    return reader.clean(html + AFTERWARDS) == reader.clean(html) + AFTERWARDS


def _leaves_depth(html: str) -> bool:
    opened: Counter[str] = Counter()
    for tag in TAG.finditer(html):
        name = tag[2].lower()
        if name not in NEVER_DEEP:
            opened[name] = max(0, opened[name] + (-1 if tag[1] else 1))
    return any(opened.values())
