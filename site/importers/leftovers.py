"""Template language in a text: what has a plain meaning becomes Markdown, all else stays visible as text.

Nothing is ever run. What stays is put into inline code, so that it shows exactly as it was written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from importers import meanings
from importers.blocks import Block, blocks
from importers.items import About, Note
from importers.meanings import Context
from importers.references import lines

JSX_VALUE = r"(?:\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"
OLD_HTML = (
    "A|ABBR|B|BIG|BLOCKQUOTE|BR|CENTER|CITE|CODE|DD|DIV|DL|DT|EM|FONT|H[1-6]|HR|I|IMG|KBD|LI|OL|P|PRE|Q|S|SMALL|"
    "SPAN|STRIKE|STRONG|SUB|SUP|TABLE|TBODY|TD|TH|THEAD|TR|TT|U|UL|VAR"
)
JSX = (
    rf"</?(?!(?:{OLD_HTML})[\s/>])[A-Z][\w.]*(?:\s+(?:[\w:@-]+(?:={JSX_VALUE})?|\{{\.\.\.[^{{}}]*\}}))*\s*/?>"
)
TEMPLATE = r"\{\{[<%].*?[>%]\}\}|\{%-?.*?-?%\}|\{\{.*?\}\}"
DESTINATION = r"(?:\{\{.*?\}\}|\{%.*?%\}|[^()\s<{]|\{|\([^()\s]*\))+"
AT_LINE_START = r"(?:^|(?<=^[ ])|(?<=^[ ]{2})|(?<=^[ ]{3}))"
MARK = re.compile(r"[`<{\[\]!]")  # each token begins with one
TOKEN = re.compile(
    rf"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))
    |(?P<comment><!--.*?-->)
    |(?P<jsx_comment>\{{/\*.*?\*/\}})
    |(?P<destination>\]\([ \t]*{DESTINATION}|{AT_LINE_START}\[[^\]\n^][^\]\n]*\]:[ \t]*{DESTINATION})
    |(?P<jsx>{JSX})
    |(?P<html></?[a-zA-Z][^<>]*>)
    |\{{%-?\s*(?P<quote>blockquote|pullquote|quote)\b(?P<by>[^%]*?)-?%\}}(?P<quoted>.*?)\{{%-?\s*end(?P=quote)\s*-?%\}}
    |(?P<template>{TEMPLATE})
    |(?P<embed>!\[\[[^\[\]\n]+\]\])
    |(?P<wiki>(?<!\\)\[\[[^\[\]\n]+\]\](?!\())
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
INSIDE = re.compile(TEMPLATE, re.DOTALL)
AS_TEXT = "is shown as text"
IN_ADDRESS = "stands within an address or a tag and was left as it is"
IN_MARKDOWN = "was put into Markdown"
STATEMENT = re.compile(r"^(?:import|export)\s(?:[^\n]+\n?)+", re.MULTILINE)
RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
NAME = re.compile(r"[{%<\-\s/]*([\w.:@-]+)?")
LANGUAGE = re.compile(r"(?:lang(?:uage)?[:=]\s*)?[\"']?([\w+#.-]+)")


@dataclass
class Translation:
    """A text on its way: the parts that are done, and what is to be told of them.

    ``first_line`` is the line of the file in which the text begins.
    """

    text: str
    context: Context
    first_line: int = 1
    parts: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    waiting: str = ""  # template language that is not yet put into code: neighbours share one span

    def __post_init__(self) -> None:
        self.line = lines(self.text)

    def add(self, part: str) -> None:
        self._put_waiting(part[:1])
        self.parts.append(part)

    def show(self, raw: str) -> None:
        self.waiting += raw

    def _put_waiting(self, following: str = "") -> None:
        if self.waiting:
            before = " " if self.parts and self.parts[-1].endswith("`") else ""
            self.parts.append(before + as_code(self.waiting) + (" " if following == "`" else ""))
            self.waiting = ""

    def result(self) -> str:
        self._put_waiting()
        return "".join(self.parts)

    def tell(self, about: About, raw: str, at: int, said: str = "") -> None:
        name = _name(raw)
        said = said or (AS_TEXT if about is About.LEFTOVER else IN_MARKDOWN)
        note = Note(self.first_line + self.line(at) - 1, f"{_short(raw)} {said}.", about, name)
        self.notes.append(note)


def translate(text: str, context: Context, first_line: int = 1) -> tuple[str, list[Note]]:
    """*text* without template language, and a note on each piece of it with its line in the file."""
    if not context.is_mdx and not any(mark in text for mark in ("{", "<", "[[")):
        return text, []
    translation = Translation(text, context, first_line)
    for block in blocks(text):
        HANDLERS[block.kind](translation, block)
    return translation.result(), translation.notes


def as_code(raw: str) -> str:
    """*raw* as inline code that shows it in one line, whatever it contains."""
    shown = re.sub(r"\s*\n\s*", " ", raw.strip())
    ticks = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{space}{shown}{space}{ticks}"


def _code(translation: Translation, block: Block) -> None:
    translation.add(_without_raw(translation.text[block.start : block.end], translation.context))


def _without_raw(code: str, context: Context) -> str:
    return RAW.sub("", code) if context.is_liquid and len(RAW.findall(code)) % 2 == 0 else code


def _verbatim(translation: Translation, block: Block) -> None:
    inner = translation.text[slice(*block.inner)]
    translation.tell(About.TRANSLATED, f"{{% {block.tag} %}}", block.start)
    if block.tag == "raw":
        translation.add(inner)
        return
    line_start = translation.text.rfind("\n", 0, block.start) + 1
    before = translation.text[line_start : block.start]
    indent = before if not before.strip(" \t>") else ""
    translation.add(("" if indent == before else "\n\n") + _fence(inner, block.args, indent, block.tag))


def _fence(inner: str, args: str, indent: str, tag: str) -> str:
    code = re.sub(r"^[ \t]*\n", "", inner).rstrip(" \t>")
    code = code if code.endswith("\n") else code + "\n"
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    language = LANGUAGE.match(args)
    if tag == "codeblock":
        language = re.search(r"\blang:([\w+#.-]+)", args)
    return f"{ticks}{language[1] if language else ''}\n{code}{indent}{ticks}"


def _html(translation: Translation, block: Block) -> None:
    translation.add(_substituted(translation, block.start, translation.text[block.start : block.end]))


def _substituted(translation: Translation, at: int, text: str) -> str:
    """*text*, an address or raw HTML, with the templates in it filled in where their value is known."""

    def value(found: re.Match[str]) -> str:
        known = _meaning(found[0], translation.context)
        is_known = known is not None and not known.startswith(("!", "<"))
        if not RAW.fullmatch(found[0]):
            about, said = (About.TRANSLATED, IN_MARKDOWN) if is_known else (About.LEFTOVER, IN_ADDRESS)
            translation.tell(about, found[0], at + found.start(), said)
        return (known or "") if is_known else found[0]

    return INSIDE.sub(value, text)


def _meaning(raw: str, context: Context) -> str | None:
    if raw.startswith(("{{<", "{{%")):
        name, _, rest = raw[3:-3].strip().partition(" ")
        return meanings.of_tag(name, rest.rstrip("/ "), context)
    if raw.startswith("{%"):
        if RAW.fullmatch(raw):
            return ""
        name, _, rest = raw[2:-2].strip("- \n\t").partition(" ")
        return meanings.of_tag(name.strip(), " ".join(rest.split()), context)
    return meanings.of_output(raw[2:-2], context)


def _prose(translation: Translation, block: Block) -> None:
    if not translation.context.is_mdx:
        _tokens(translation, block.start, block.end)
        return
    at = block.start
    for found in STATEMENT.finditer(translation.text, block.start, block.end):
        _tokens(translation, at, found.start())
        _statements(translation, found)
        at = found.end()
    _tokens(translation, at, block.end)


def _statements(translation: Translation, found: re.Match[str]) -> None:
    """Imports and exports of MDX, each line shown in its own line of code."""
    translation.tell(About.LEFTOVER, found[0].split(None, 1)[0] + " …", found.start())
    shown = [as_code(line) for line in found[0].splitlines() if line.strip()]
    translation.add("\\\n".join(shown) + ("\n" if found[0].endswith("\n") else ""))


def _tokens(translation: Translation, start: int, end: int) -> None:
    at = start
    for found in _found(translation.text, start, end):
        if found.start() > at:
            translation.add(translation.text[at : found.start()])
        _token(translation, found)
        at = found.end()
    if end > at:
        translation.add(translation.text[at:end])


def _found(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The tokens between two places. What they begin with is found ten times faster than they are."""
    while mark := MARK.search(text, start, end):
        found = TOKEN.match(text, mark.start(), end)
        start = found.end() if found else mark.end()
        if found:
            yield found


def _token(translation: Translation, found: re.Match[str]) -> None:
    kind = "quote" if found["quote"] else str(found.lastgroup if found.lastgroup != "ticks" else "code")
    if found["code"]:
        translation.add(_without_raw(found[0], translation.context))
    elif found["destination"] or found["html"]:
        translation.add(_substituted(translation, found.start(), found[0]))
    elif kind in MEANT:
        MEANT[kind](translation, found)
    else:
        translation.add(found[0])


def _template(translation: Translation, found: re.Match[str]) -> None:
    known = _meaning(found[0], translation.context)
    if known is None:
        translation.tell(About.LEFTOVER, found[0], found.start())
        translation.show(found[0])
        return
    if not RAW.fullmatch(found[0]):
        translation.tell(About.TRANSLATED, found[0], found.start())
    translation.add(known)


def _jsx(translation: Translation, found: re.Match[str]) -> None:
    translation.tell(About.LEFTOVER, found[0], found.start())
    translation.show(found[0])


def _jsx_comment(translation: Translation, found: re.Match[str]) -> None:
    if translation.context.is_mdx:
        translation.add(f"<!--{found[0][3:-3].replace('--', '- -')}-->")
    else:
        translation.add(found[0])


def _quote(translation: Translation, found: re.Match[str]) -> None:
    translation.tell(About.TRANSLATED, f"{{% {found['quote']} %}}", found.start())
    said = [f"> {line}".rstrip() for line in found["quoted"].strip().split("\n")]
    source = " ".join(found["by"].split())
    if source and found["quote"] != "pullquote":
        said += [">", "> — " + re.sub(r"(https?://\S+)", r"<\1>", source)]
    translation.add("\n".join(said) + "\n")


def _embed(translation: Translation, found: re.Match[str]) -> None:
    name, _, alt = found[0][3:-2].partition("|")
    path = translation.context.picture_named(name.strip())
    if path is None:
        translation.tell(About.LEFTOVER, found[0], found.start())
        translation.show(found[0])
        return
    translation.tell(About.TRANSLATED, found[0], found.start())
    translation.add(f"![{'' if alt.strip().isdecimal() else alt.strip()}](<{path}>)")


def _wiki(translation: Translation, found: re.Match[str]) -> None:
    target, _, said = found[0][2:-2].partition("|")
    name, hash_, fragment = target.partition("#")
    address = translation.context.address_of(name.strip()) if name.strip() else None
    if address is None:
        translation.tell(About.LEFTOVER, found[0], found.start())
        translation.add(found[0])
        return
    translation.tell(About.TRANSLATED, found[0], found.start())
    translation.add(f"[{(said or target).strip()}](<{address}{hash_}{fragment}>)")


MEANT: dict[str, Callable[[Translation, re.Match[str]], None]] = {
    "template": _template,
    "jsx": _jsx,
    "jsx_comment": _jsx_comment,
    "quote": _quote,
    "quoted": _quote,
    "embed": _embed,
    "wiki": _wiki,
}
HANDLERS: dict[str, Callable[[Translation, Block], None]] = {
    "code": _code,
    "verbatim": _verbatim,
    "html": _html,
    "prose": _prose,
}


def _name(raw: str) -> str:
    """What a report counts a piece of template language by: ``include``, ``CommandTabs``, ``site.url``."""
    if raw.startswith(("[[", "![[")):
        return "[[…]]"
    if raw.startswith("{{") and (quoted := re.search(r"\|\s*(\w+)", raw)):
        return quoted[1]
    found = NAME.match(raw)
    return (found[1] if found and found[1] else raw[:20]).strip()


def _short(raw: str) -> str:
    shown = " ".join(raw.split())
    return shown if len(shown) <= 60 else shown[:59] + "…"
