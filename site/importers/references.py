"""Where a Markdown text points to: pictures and links, found and rewritten in place, code left alone."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from importers.blocks import CODE_SPAN, blocks

INLINE = re.compile(
    r"\]\([ \t]*\n?[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))"
    r"(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*))(?=\s*\)|\s+[\"'(])"
)
DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S+))", re.MULTILINE
)
IMAGE_LABEL = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
ATTRIBUTE = re.compile(
    r"<(?P<tag>img|a)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?\s(?P<name>src|href)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LONGEST_TEXT = 2_000  # characters looked back for the bracket that opens a link's text


@dataclass(frozen=True)
class Reference:
    """Something that a text points to: ``picture`` or ``link``, with the place of its address in the text."""

    kind: str
    value: str
    start: int
    end: int
    alt: str = ""


def find(text: str) -> list[Reference]:
    """The references of *text* in order."""
    prose, seen = shown(text, html=False), shown(text)
    found = [*_inline(prose), *_definitions(prose), *_attributes(seen)]
    return sorted(found, key=lambda reference: reference.start)


def rewrite(text: str, replaced: Callable[[Reference], str | None]) -> str:
    """*text* with the addresses for which *replaced* gives another."""
    parts, at = [], 0
    for reference in find(text):
        new = replaced(reference)
        if new is not None and reference.start >= at:
            parts += [text[at : reference.start], new]
            at = reference.end
    return "".join([*parts, text[at:]])


def lines(text: str) -> Callable[[int], int]:
    """A function that tells the line, from 1, of a place in *text*."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return lambda place: bisect_right(starts, place)


def shown(text: str, *, html: bool = True) -> str:
    """*text* of the same length with code, comments, and without *html* raw blocks of it, blanked out."""
    parts: list[str] = []
    for block in blocks(text):
        part = text[block.start : block.end]
        if block.kind in {"code", "verbatim"} or (block.kind == "html" and not html):
            part = _blank(part)
        elif block.kind == "prose" and "`" in part:
            part = _spans_blanked(part)
        parts.append(COMMENT.sub(lambda found: _blank(found[0]), part) if "<!--" in part else part)
    return "".join(parts)


def _blank(part: str) -> str:
    return re.sub(r"[^\n]", " ", part)


def _spans_blanked(part: str) -> str:
    """Code spans blanked paragraph by paragraph: a span never crosses an empty line."""
    paragraphs = re.split(r"(\n[ \t]*\n)", part)
    return "".join(CODE_SPAN.sub(lambda found: "x" * len(found[0]), one) for one in paragraphs)


def _inline(text: str) -> Iterator[Reference]:
    for found in INLINE.finditer(text):
        opening = _opening(text, found.start())
        if opening is None:
            continue
        is_picture = opening > 0 and text[opening - 1] == "!" and text[opening - 2 : opening - 1] != "\\"
        kind, group = "picture" if is_picture else "link", "angled" if found["angled"] is not None else "bare"
        alt = text[opening + 1 : found.start()] if is_picture else ""
        yield Reference(kind, found[group], found.start(group), found.end(group), " ".join(alt.split()))


def _opening(text: str, close: int) -> int | None:
    """The bracket that the one at *close* closes, or None."""
    depth = 0
    for place in range(close, max(-1, close - LONGEST_TEXT), -1):
        if text[place] in "[]" and text[place - 1 : place] != "\\":
            depth += 1 if text[place] == "]" else -1
            if depth == 0:
                return place
    return None


def _definitions(text: str) -> Iterator[Reference]:
    pictures = {_label(found[2] or found[1]) for found in IMAGE_LABEL.finditer(text)} if "![" in text else set()
    for found in DEFINITION.finditer(text):
        kind, group = "picture" if _label(found["label"]) in pictures else "link", "bare"
        group = "angled" if found["angled"] is not None else group
        yield Reference(kind, found[group], found.start(group), found.end(group))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _attributes(text: str) -> Iterator[Reference]:
    if "<" not in text:
        return
    for found in ATTRIBUTE.finditer(text):
        is_picture = found["tag"].lower() == "img"
        if is_picture is not (found["name"].lower() == "src"):
            continue
        group = next(name for name in ("double", "single", "bare") if found[name] is not None)
        tag = text[found.start() : text.find(">", found.end()) + 1 or len(text)]
        alt = re.search(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag, re.IGNORECASE)
        said = (alt[1] or alt[2] or "") if alt and is_picture else ""
        yield Reference("picture" if is_picture else "link", found[group], found.start(group), found.end(group), said)
