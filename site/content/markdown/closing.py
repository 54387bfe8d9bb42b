"""Whether a piece of HTML closes by itself all that it opens."""

from __future__ import annotations

import re

from content.markdown.elements import BLOCKS, INLINE, TO_TRANSLATE, VOID

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
