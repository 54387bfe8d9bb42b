"""Whether a piece of HTML closes by itself all that it opens."""

from __future__ import annotations

import re

import nh3

from content.markdown.elements import BLOCKS, INLINE, TO_TRANSLATE, VOID

# Only the plainest forms: whatever else a browser may read as a tag leaves its "<" behind.
PIECE = re.compile(
    r"<!--[^<>]*-->"
    r"|<(?P<raw>script|style)\b[^<>]*>[^<]*</(?P=raw)>"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)"
    r"(?:\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?)*\s*/?>"
)
OPENED = re.compile(r"<([a-zA-Z][^\s/>]*)")
AFTERWARDS = "\x04<p>\x04</p>"
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


def closes_itself(html: str) -> bool:
    """Whether what a browser reads after *html* stands outside of all that began in it.

    Asked of the parser itself: with every element shown, words and a paragraph behind it stay as they are.
    """
    reader = nh3.Cleaner(
        tags={name.lower() for name in OPENED.findall(html)} | {"p"}, clean_content_tags=set()
    )
    return reader.clean(html + AFTERWARDS) == reader.clean(html) + AFTERWARDS
