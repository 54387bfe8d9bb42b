"""Where a Markdown text points to: pictures and links, found and rewritten in place, code left alone."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from importers.blocks import CODE_SPAN, blocks
from importers.items import Reference

INLINE = re.compile(
    r"\]\([ \t]*\n?[ \t]*(?:<(?P<angled>[^<>\n]*)>|"
    r"(?P<bare>(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))"
    r"(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*))(?=\s*\)|\s+[\"'(])"
)
DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S+))",
    re.MULTILINE,
)
IMAGE_LABEL = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
ATTRIBUTE = re.compile(
    r"<(?P<tag>img|a)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?\s(?P<name>src|href)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LONGEST_TEXT = 2_000  # characters looked back for the bracket that opens a link's text


def find(text: str) -> tuple[Reference, ...]:
    """The references of *text* in order."""
    if not any(mark in text for mark in ("](", "]:", "<")):
        return ()
    prose, seen = _shown(text)
    found = [*_inline(prose), *_definitions(prose), *_attributes(seen)]
    return tuple(sorted(found, key=lambda reference: reference.start))


def rewrite(text: str, references: Iterable[Reference], replaced: Callable[[Reference], str | None]) -> str:
    """*text* with another address for each of its *references* for which *replaced* gives one."""
    parts, at = [], 0
    for reference in references:
        new = replaced(reference)
        if new is not None and reference.start >= at:
            parts += [text[at : reference.start], new]
            at = reference.end
    return "".join([*parts, text[at:]])


def lines(text: str) -> Callable[[int], int]:
    """A function that tells the line, from 1, of a place in *text*."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return lambda place: bisect_right(starts, place)


def shown(text: str) -> str:
    """*text* of the same length with code and comments blanked out."""
    return _shown(text)[1]


def _shown(text: str) -> tuple[str, str]:
    """Prose alone, and prose with raw HTML; all else blanked out, every place as before."""
    prose: list[str] = []
    seen: list[str] = []
    for block in blocks(text):
        part = text[block.start : block.end]
        if block.kind in {"code", "verbatim"}:
            part = _blank(part)
        elif block.kind == "prose" and "`" in part:
            part = _spans_blanked(part)
        part = COMMENT.sub(lambda found: _blank(found[0]), part) if "<!--" in part else part
        seen.append(part)
        prose.append(_blank(part) if block.kind == "html" else part)
    return "".join(prose), "".join(seen)


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
    pictures = (
        {_label(found[2] or found[1]) for found in IMAGE_LABEL.finditer(text)} if "![" in text else set()
    )
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
        yield Reference(
            "picture" if is_picture else "link", found[group], found.start(group), found.end(group), said
        )
