"""What Jekyll's Markdown can do and CommonMark cannot: Markdown inside HTML, and lists of attributes."""

import re
from collections.abc import Callable, Iterator

from importers.blocks import blocks
from importers.items import About, Note
from importers.references import lines

OF_BLOCKS = "aside|div|section|figure|blockquote|article|details|header|footer|p"
INSIDE = re.compile(
    rf"^[ \t]*<(?P<tag>{OF_BLOCKS})\b(?P<before>[^>]*?)\s+"
    r"markdown=[\"']?(?:1|block|span)[\"']?(?P<after>[^>]*)>"
    r"(?P<inner>(?:(?!<(?P=tag)\b|^[ \t]*(?:```|~~~)).)*?)</(?P=tag)>[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
ALONE = re.compile(r"^<(?:img|a|span|br|small|em|strong)\b[^>]*>$", re.IGNORECASE)
BLOCK_TAG = re.compile(r"^</?(?:figcaption|figure|summary|details|aside|div|section)\b[^>]*>$", re.IGNORECASE)
CONTENTS = re.compile(
    r"^[ \t]*(?:[-*+]|\d+\.)[^\n]*\n[ \t]*\{:\s*toc[^}\n]*\}[ \t]*$", re.MULTILINE | re.IGNORECASE
)
ATTRIBUTES = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|^[ \t>]*\{:[^{}\n]*\}[ \t]*\n?|(?<=\S)\{:[^{}\n]*\}",
    re.MULTILINE,
)


def to_commonmark(text: str) -> str:
    """*text* with Markdown inside HTML set free of it by empty lines, and without lists of attributes."""
    if "{:" in text:
        text = _outside_code(text, {"prose"}, _without_attributes)
    if "markdown=" in text:
        text = _outside_code(text, {"prose", "html"}, lambda part: INSIDE.sub(_freed, part))
    return text


def notes(text: str, first_line: int = 1) -> list[Note]:
    """A note on each thing that ``to_commonmark`` changes in *text*, with its line in the file."""
    freed, left_out = "Markdown inside HTML was set free.", "A list of attributes was left out."
    return [
        *_noted(text, INSIDE, {"prose", "html"}, first_line, freed, "markdown="),
        *_noted(text, ATTRIBUTES, {"prose"}, first_line, left_out, "{: }"),
    ]


def _noted(
    text: str, pattern: re.Pattern[str], kinds: set[str], first_line: int, said: str, name: str
) -> Iterator[Note]:
    if name.rstrip("}= ") not in text:
        return
    line = lines(text)
    for start, end in _spans(text, kinds):
        for found in pattern.finditer(text, start, end):
            if found.groupdict().get("code"):
                continue
            yield Note(first_line + line(found.start()) - 1, said, About.TRANSLATED, name)


def _without_attributes(part: str) -> str:
    return ATTRIBUTES.sub(lambda found: found["code"] or "", CONTENTS.sub("", part))


def _outside_code(text: str, kinds: set[str], changed: Callable[[str], str]) -> str:
    parts, at = [], 0
    for start, end in _spans(text, kinds):
        parts += [text[at:start], changed(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _spans(text: str, kinds: set[str]) -> list[tuple[int, int]]:
    """The parts of *text* that are of these *kinds*, neighbours as one."""
    spans: list[tuple[int, int]] = []
    for block in blocks(text):
        if block.kind not in kinds:
            continue
        if spans and spans[-1][1] == block.start:
            spans[-1] = (spans[-1][0], block.end)
        else:
            spans.append((block.start, block.end))
    return spans


def _freed(found: re.Match[str]) -> str:
    inner = "\n".join(_rows(INSIDE.sub(_freed, found["inner"]))).strip("\n")
    if found["tag"] == "p":
        return f"\n{inner}\n"
    return f"<{found['tag']}{found['before']}{found['after']}>\n\n{inner}\n\n</{found['tag']}>"


def _rows(inner: str) -> Iterator[str]:
    """The rows of *inner* unindented; a lone inline tag begins a paragraph, a block's tag stands apart."""
    waiting = ""
    for row in (row.strip() for row in inner.split("\n")):
        if ALONE.match(row):
            waiting += row + " "
        elif BLOCK_TAG.match(row):
            yield from ([waiting.rstrip()] if waiting else [])
            yield from ("", row, "")
            waiting = ""
        else:
            yield waiting + row
            waiting = ""
    yield waiting
