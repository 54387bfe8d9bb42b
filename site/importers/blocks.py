"""Where a Markdown text is code, raw HTML or prose, by a single pass over its lines.

It answers where template language and references may be touched. It leans to the safe side: what could be
code is code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^`\n]*)$")
LIST_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
INDENTED = re.compile(r"^(?: {4}|\t| {1,3}\t)")
HTML = re.compile(
    r"^ {0,3}<(?:/?(?:address|article|aside|base|blockquote|body|caption|center|col|colgroup|dd|details|"
    r"dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|"
    r"iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|picture|search|section|"
    r"source|summary|svg|table|tbody|td|tfoot|th|thead|title|tr|track|ul|video)(?:[\s/>]|$)|"
    r"(?:script|pre|style|textarea)(?:[\s>]|$)|!--|\?|![A-Z])",
    re.IGNORECASE,
)
WHOLE_TAG = re.compile(
    r"^ {0,3}</?[a-z][\w-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>\s*$"
)
LONG_HTML = re.compile(r"^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE)
VERBATIM = re.compile(
    r"\{%-?\s*(?P<liquid>highlight|codeblock|code|raw)\b(?P<args>[^%]*?)-?%\}|"
    r"\{\{[<%]\s*(?P<hugo>highlight)\b(?P<hugo_args>[^>]*?)[>%]\}\}"
)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
REMEMBERED = 8  # texts: whoever translates one asks again and again, before and after each step


@dataclass(frozen=True)
class Block:
    """Part of a text: ``prose``, ``code``, ``html``, or ``verbatim`` (a template's own way to write code)."""

    kind: str
    start: int
    end: int
    tag: str = ""
    args: str = ""
    inner: tuple[int, int] = (0, 0)


@lru_cache(REMEMBERED)
def blocks(text: str) -> tuple[Block, ...]:
    """The parts of *text* in order, without gaps."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Block]:
    at = 0
    for block in _marked(text):
        if block.start > at:
            yield Block("prose", at, block.start)
        yield block
        at = block.end
    if at < len(text):
        yield Block("prose", at, len(text))


def _marked(text: str) -> Iterator[Block]:
    """All parts of *text* that are not prose."""
    at, in_list, after_blank = 0, False, True
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end].rstrip("\n")
        block = _opened(text, at, end, line, in_list, after_blank)
        if block:
            yield block
            at, after_blank = block.end, False
            continue
        if line.strip():
            in_list = bool(LIST_ITEM.match(line)) or (in_list and (line[0] in " \t" or not after_blank))
        after_blank = not line.strip() or line.lstrip().startswith("#")
        at = end


def _opened(text: str, at: int, end: int, line: str, in_list: bool, after_blank: bool) -> Block | None:
    if ("```" in line or "~~~" in line) and (fence := FENCE.match(line)):
        return Block("code", at, _fence_end(text, end, fence[1]))
    if after_blank and not in_list and INDENTED.match(line) and line.strip():
        return Block("code", at, _indented_end(text, at))
    if ("{%" in line or "{{" in line) and (verbatim := _verbatim(text, at, end)):
        return verbatim
    if "<" in line and (HTML.match(line) or (after_blank and WHOLE_TAG.match(line))):
        return Block("html", at, _html_end(text, at))
    return None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _fence_end(text: str, at: int, mark: str) -> int:
    closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, at)
    return _line_end(text, found.start()) if found else len(text)


def _indented_end(text: str, at: int) -> int:
    end = at
    while at < len(text):
        stop = _line_end(text, at)
        line = text[at:stop]
        if line.strip() and not INDENTED.match(line):
            break
        at = stop
        if line.strip():
            end = at
    return end


def _html_end(text: str, at: int) -> int:
    if found := LONG_HTML.match(text[at : _line_end(text, at)]):
        closing = re.compile(rf"</{found[1]}>", re.IGNORECASE).search(text, at)
        return _line_end(text, closing.start()) if closing else len(text)
    if text[at:].lstrip(" ").startswith("<!--"):
        closed = text.find("-->", at)
        return _line_end(text, closed) if closed >= 0 else len(text)
    blank = re.compile(r"\n[ \t]*\n").search(text, at)
    return blank.start() + 1 if blank else len(text)


def _verbatim(text: str, at: int, end: int) -> Block | None:
    """A template's block of code that opens on the line from *at* to *end*."""
    spans = [found.span() for found in CODE_SPAN.finditer(text[at:end])]
    for opener in VERBATIM.finditer(text, at, end):
        if any(start + at <= opener.start() < stop + at for start, stop in spans):
            continue
        tag = opener["liquid"] or opener["hugo"]
        closing = (
            rf"\{{%-?\s*end{tag}\s*-?%\}}" if opener["liquid"] else rf"\{{\{{[<%]\s*/\s*{tag}\s*[>%]\}}\}}"
        )
        if found := re.compile(closing).search(text, opener.end()):
            args = (opener["args"] or opener["hugo_args"] or "").strip()
            return Block("verbatim", opener.start(), found.end(), tag, args, (opener.end(), found.start()))
    return None
