"""Code blocks: a figure with the file's name and language, coloured by class, reachable by keyboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import STANDARD_TYPES, Comment, Generic, Keyword, Name, Number, String, Text, _TokenType
from pygments.util import ClassNotFound

from content.markdown.body import Body
from content.markdown.tree import Element, escaped, find, only_inline, text_of, walk

# Some lexers take far longer than linear on odd input: huge blocks stay as they are.
LONGEST_COLOURED = 50_000
LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([\w+#.-]+)")
OPTION = re.compile(r"""(\w+)\s*=\s*("[^"]*"|'[^']*'|\[[^\]]*\]|\S+)""")
BRACES = re.compile(r"\{([^{}]*)\}")
LINES = re.compile(r"(\d+)(?:-(\d+))?")
# The kinds of code that can be told apart, with the classes that Pygments has for each.
VOICES = {
    Keyword: "k kc kd kn kp kr kt ow nt cp gh gu gs gp",
    String: "s s1 s2 sa sb sc sd se sh si sr ss sx dl ld",
    Number: "m mb mf mh mi mo il",
    Name.Function: "nf fm nc ne nd na nb bp no nl",
    Comment: "c c1 ch cm cs cpf",
    Generic.Output: "go",
    Generic.Emph: "ge",
    Generic.Inserted: "gi",
    Generic.Deleted: "gd",
    Generic.Error: "gr gt",
}
VOICE_OF = {name: voice for voice, names in VOICES.items() for name in names.split()}
PLAIN = frozenset(("", "text", "txt", "plain", "plaintext", "none", "nohighlight"))
MOST_LINES = 10_000


@dataclass(frozen=True)
class Info:
    """What a fence's first line says: language, file name or title, lines to mark (from 1)."""

    language: str = ""
    title: str = ""
    marked: tuple[int, ...] = ()


def set_code(body: Body) -> None:
    """Turn every `pre` into a figure; a known language is highlighted."""
    seen: Counter[str] = Counter()
    for element in [element for element in walk(body.tree) if element.tag == "pre"]:
        _set(body, element, seen)


def _set(body: Body, pre: Element, seen: Counter[str]) -> None:
    code = find(pre, "code")
    info = _info_of(pre, code)
    lexer = _lexer(info.language, text_of(code or pre))
    language = _name(info.language, lexer)
    content = _coloured(code or pre, info, lexer)
    caption = Element(
        "figcaption", {}, *[Element("span", {}, escaped(t)) for t in (info.title, language) if t]
    )
    attrs = {"role": "group", "aria-label": _label(body, info.title or language, seen), "tabindex": "0"}
    block = Element("pre", attrs, Element("code", {}, *content))
    figure = Element("figure", {"class": "code"}, *([caption] if caption.children else []), block)
    if line := pre.attrs.get("data-line") or (code.attrs.get("data-line") if code else None):
        figure.attrs["data-line"] = line
    pre.become(figure)


def _info_of(pre: Element, code: Element | None) -> Info:
    holders = [element for element in (code, pre) if element]
    for holder in holders:
        if written := holder.attrs.get("data-info"):
            return read_info(written)
    classes = " ".join(holder.attrs.get("class", "") for holder in holders)
    named = LANGUAGE_CLASS.search(classes)
    return read_info(named[1]) if named else Info()


def read_info(written: str) -> Info:
    """Read a fence's first line: `python settle.py {2,4-5}`, `title="…"`, `hl_lines="2 4"`, `rust,ignore`."""
    options = {name: value.strip("\"'") for name, value in OPTION.findall(written)}
    braces = " ".join(BRACES.findall(written))
    words = OPTION.sub(" ", BRACES.sub(" ", written)).split()
    if not words and braces.startswith("."):
        words = [braces.split()[0][1:]]
    language, name = _language_and_name(words)
    marked = options.get("hl_lines", "") + " " + options.get("highlight", "") + " " + OPTION.sub(" ", braces)
    return Info(language, options.get("title") or options.get("filename") or name, _lines(marked))


def _language_and_name(words: list[str]) -> tuple[str, str]:
    first, _, rest = (words or [""])[0].partition(":")
    language = first.split(",")[0].strip("{}.")
    return language, rest or " ".join(words[1:])


def _lines(written: str) -> tuple[int, ...]:
    lines: set[int] = set()
    for first, last in LINES.findall(written):
        if len(first) < 6 and len(last) < 6:
            lines.update(range(int(first), min(int(last or first), MOST_LINES) + 1))
    return tuple(sorted(lines))


@cache
def _lexer_class(language: str) -> type[Lexer] | None:
    try:
        found: type[Lexer] = find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
    return found


def _lexer(language: str, source: str) -> Lexer | None:
    if language.lower() in PLAIN:
        return None
    found = _lexer_class(language.lower())
    # PHP out of its page: without this, code that does not open with <?php stays uncoloured.
    return found(stripnl=False, startinline="<?" not in source) if found else None


def _name(language: str, lexer: Lexer | None) -> str:
    if lexer:
        return str(lexer.name)
    return "" if language.lower() in PLAIN else language


def _coloured(code: Element, info: Info, lexer: Lexer | None) -> list[Element | str]:
    """The code's new children; what an author marked up by hand, or is too long, stays as it is."""
    only_inline(code)
    source = text_of(code)
    if code.elements() or len(source) > LONGEST_COLOURED or not (lexer or info.marked):
        return code.children
    return [_highlighted(source, info.language, info.marked)]


@lru_cache(maxsize=256)
def _highlighted(source: str, language: str, marked: tuple[int, ...]) -> str:
    """Kept for a text that is being written: its code is coloured at every pause."""
    lexer = _lexer(language, source) or _plain()
    lexer.add_filter(_Voices())
    coloured: str = highlight(source, lexer, _formatter(marked))
    return coloured


class _Voices(Filter):
    """Says of each piece of code only what can be seen (assets/css/code.css).

    Pygments tells eighty kinds apart, and a span around each point and bracket made long code twice as
    heavy, and slow to lay out.
    """

    def filter(
        self, lexer: Lexer | None, stream: Iterable[tuple[_TokenType, str]]
    ) -> Iterator[tuple[_TokenType, str]]:
        return ((_voice(kind), text) for kind, text in stream)


@cache
def _voice(kind: _TokenType) -> _TokenType:
    while kind not in STANDARD_TYPES and kind.parent:
        kind = kind.parent
    return VOICE_OF.get(STANDARD_TYPES.get(kind, ""), Text)


@lru_cache(maxsize=32)
def _formatter(marked: tuple[int, ...]) -> HtmlFormatter[str]:
    """Making one builds a whole stylesheet, so the usual one is kept."""
    return HtmlFormatter(nowrap=True, hl_lines=list(marked))


def _plain() -> Lexer:
    plain: type[Lexer] = find_lexer_class_by_name("text")
    return plain(stripnl=False)


def _label(body: Body, words: str, seen: Counter[str]) -> str:
    """A name for the scroll region, told from others in the same language by its number."""
    seen[""] += 1
    if not words:
        return body.wording.code.format(n=body.wording.number(seen[""]))
    seen[words] += 1
    return words if seen[words] == 1 else f"{words} ({seen[words]})"
