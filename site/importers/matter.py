"""Front matter: the facts that stand before a text, in each of the forms that site generators know."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from importers import safe_yaml
from importers.items import About, Note

LONGEST = 65_536  # characters of one front matter
FENCED = re.compile(
    r"(?P<mark>---|\+\+\+|;;;)[ \t]*(?P<language>json|toml|ya?ml|js|javascript)?[ \t]*(?:\n|$)"
)
KEY = re.compile(r"^([A-Za-z][\w .:-]{0,40}?)\s*:(?:[ \t]+(.*))?$")
SIMPLE = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]+(?![&*!|>{\[])(.+?)[ \t]*$", re.MULTILINE)
KNOWN = {
    "title",
    "date",
    "tags",
    "tag",
    "categories",
    "category",
    "layout",
    "permalink",
    "author",
    "slug",
    "updated",
}
UNREAD = "It was brought in as a draft, with what could be read of it."


@dataclass(frozen=True)
class Matter:
    """The facts of one file and where its text begins.

    ``form`` is yaml, yaml-no-opener, toml, json, headers or none. ``line`` and ``body_line`` count from 1 in
    the file, ``body_at`` counts its characters. ``held`` says why the facts cannot be trusted, if so.
    """

    form: str
    values: Mapping[str, Any]
    raw: str
    line: int
    body: str
    body_line: int
    body_at: int = 0
    notes: tuple[Note, ...] = ()
    held: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    def get(self, *names: str) -> Any:
        """The first value among *names* that is not empty; upper case, - and _ do not count."""
        for name in names:
            value = self.values.get(self.keys.get(plain(name), ""))
            if value is not None and value != "" and value != []:
                return value
        return None

    def has(self, name: str) -> bool:
        return plain(name) in self.keys

    def line_of(self, *names: str) -> int:
        """The line of the file that says the first of *names*."""
        wanted = {plain(name) for name in names}
        for number, text in enumerate(self.raw.split("\n")):
            found = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[:=]", text)
            if found and plain(found[1]) in wanted:
                return self.line + number
        return self.line


@lru_cache(1024)
def plain(name: str) -> str:
    """A key without what generators spell differently: ``pubDate``, ``pub_date`` and ``pub-date`` are one."""
    return name.lower().replace("-", "").replace("_", "").strip()


def read(text: str) -> Matter:
    """Cut *text* into its facts and its body. Never raises: what cannot be read is noted and kept as text."""
    matter = _fenced(text) or _json(text) or _without_opener(text) or _headers(text) or _none(text)
    return replace(matter, keys={plain(str(key)): key for key in reversed(list(matter.values))})


def _none(text: str, notes: tuple[Note, ...] = (), held: str = "") -> Matter:
    return Matter("none", {}, "", 1, text, 1, 0, notes, held)


def _fenced(text: str) -> Matter | None:
    opener = FENCED.match(text)
    if not opener:
        return None
    closer = _closing(opener["mark"]).search(text, opener.end() - 1)
    if not closer:
        said = (
            f"The front matter begins with {opener['mark']} and never ends. The whole file was kept as text."
        )
        return _none(text, (Note(1, said, About.FAULT),), said) if _like_matter(text, opener.end()) else None
    raw = text[opener.end() : closer.start() + 1]
    form = _form(opener["mark"], opener["language"])
    return _parsed(form, raw, 2, text, closer.end())


def _closing(mark: str) -> re.Pattern[str]:
    ends = r"---|\.\.\." if mark == "---" else re.escape(mark)
    return re.compile(rf"\n(?:{ends})[ \t]*(?:\n|$)")


def _form(mark: str, language: str | None) -> str:
    if language:
        return {"yml": "yaml", "javascript": "js"}.get(language, language)
    return {"---": "yaml", "+++": "toml", ";;;": "json"}[mark]


def _like_matter(text: str, start: int) -> bool:
    first = text[start:].lstrip("\n").split("\n", 1)[0]
    return bool(KEY.match(first) or re.match(r"[\w-]+\s*=", first))


def _json(text: str) -> Matter | None:
    if not text.startswith("{") or text.startswith(("{%", "{{")):
        return None
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        said = f"The front matter looks like JSON and is not: {error}."
        return _none(text, (Note(line, said, About.FAULT),), said) if re.match(r'\{\s*"', text) else None
    if not isinstance(values, dict):
        return None
    return _whole("json", values, text[:end], 1, text, end)


def _without_opener(text: str) -> Matter | None:
    """Hexo's form: keys from the first line on, ended by a line of three hyphens."""
    closer = re.search(r"\n---[ \t]*(?:\n|$)", text[:LONGEST])
    if not closer or not (first := KEY.match(text.split("\n", 1)[0])) or plain(first[1]) not in KNOWN:
        return None
    raw = text[: closer.start() + 1]
    return _parsed("yaml-no-opener", raw, 1, text, closer.end())


def _headers(text: str) -> Matter | None:
    """Pelican's and MultiMarkdown's form: ``Title: …`` and its like, ended by an empty line."""
    block, _, _ = text.partition("\n\n")
    values: dict[str, Any] = {}
    for line in block.split("\n"):
        if found := KEY.match(line):
            values[found[1].strip().lower()] = (found[2] or "").strip()
        elif line[:1] in " \t" and line.strip() and values:
            values[list(values)[-1]] += " " + line.strip()
        else:
            return None
    if "title" not in values or not (len(values) == 1 or KNOWN & (set(values) - {"title"})):
        return None
    return _whole("headers", values, block + "\n", 1, text, min(len(text), len(block) + 2))


def _parsed(form: str, raw: str, line: int, text: str, end: int) -> Matter:
    try:
        values, notes = _loaded(form, raw, line)
    except safe_yaml.Refused as error:
        note = Note(line + error.line - 1, f"{error} {UNREAD}", About.FAULT)
        return _whole(form, _salvaged(raw), raw, line, text, end, (note,), str(error))
    if values is None:
        values = {}
    if not isinstance(values, dict):
        said = "The lines between the rules are not facts (key: value); they were kept as text."
        return _none(text, (Note(line, said, About.RULE),))
    return _whole(form, values, raw, line, text, end, notes)


def _loaded(form: str, raw: str, line: int) -> tuple[Any, tuple[Note, ...]]:
    if len(raw) > LONGEST:
        raise safe_yaml.Refused(f"The front matter has more than {LONGEST:,} characters.", 1)
    if form == "toml":
        return _toml(raw), ()
    if form == "json":
        return _loads(raw), ()
    if form == "js":
        raise safe_yaml.Refused("The front matter is a program; nothing is run.", 1)
    values, twice = safe_yaml.load(raw)
    said = "“{}” is said twice; the last one counts."
    return values, tuple(Note(line + at - 1, said.format(key), About.FAULT, key) for at, key in twice)


def _toml(raw: str) -> Any:
    try:
        return tomllib.loads(raw)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise safe_yaml.Refused(f"This is not TOML: {error}.", int(found[1]) if found else 1) from None


def _loads(raw: str) -> Any:
    try:
        return json.loads(raw if raw.lstrip().startswith("{") else "{" + raw + "}")
    except (ValueError, RecursionError) as error:
        raise safe_yaml.Refused(f"This is not JSON: {error}.", getattr(error, "lineno", 1)) from None


def _salvaged(raw: str) -> dict[str, Any]:
    """The plain ``key: value`` lines of front matter that cannot be read as a whole."""
    return {key: value.strip("\"'") for key, value in SIMPLE.findall(raw[:LONGEST])}


def _whole(
    form: str,
    values: dict[Any, Any],
    raw: str,
    line: int,
    text: str,
    end: int,
    notes: tuple[Note, ...] = (),
    held: str = "",
) -> Matter:
    body_line = text.count("\n", 0, end) + 1
    named = {str(key): value for key, value in values.items()}
    return Matter(form, named, raw, line, text[end:], body_line, end, notes, held)
