"""The public routes in the form that nginx's edge reads, written at release: ``var/routes.lua``.

The edge may look up a page only under the key that Python would give it, so it has to find the same route:
the first that matches, private ones included. What cannot be said in nginx's regular expressions (PCRE)
stands in the table as an address where nothing is looked up.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from pagecache.build import current_build
from pagecache.declaring import Public, declaration

# What means the same to Python and to PCRE. Not \w, \s and \b: each knows other letters.
SAME = re.compile(
    r"""
    \\[^0-9A-Za-z]              # an escaped mark
    | \\d | \\Z                 # translated
    | \(\?P<[a-z_0-9]+> | \(\?: | \(\?= | \(\?!
    | \[\^?(?:\\[^0-9A-Za-z]|[^\\\[\]])+\]
    | \((?!\?)
    | [^\\\[(]
    """,
    re.VERBOSE,
)
LOOK = re.compile(r"\(\?[=!]")
LITERAL = re.compile(r"\\([^0-9A-Za-z])|([^\\.^$*+?{}\[\]|()])")
ANY_DIGIT = r"(?:\d|[^\x00-\x7f])"


@dataclass(frozen=True)
class Entry:
    """One line of the table: a public route, or (``stop``) where the edge looks nothing up.

    ``pattern`` is a PCRE for the whole path; ``wide`` also matches whatever Python might take for a digit,
    empty where there is no such doubt. ``prefix`` stands where there is no pattern.
    """

    pattern: str = ""
    wide: str = ""
    prefix: str = ""
    params: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    stop: bool = False
    counted: bool = False


def write(path: Path) -> int:
    """Write the table to *path*; returns how many public routes the edge can look up."""
    table = entries()
    text = f"-- Written by `manage.py release`.\nreturn {lua({'build': current_build(), 'list': table})}\n"
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)  # nginx may be reading it
    return sum(not entry["stop"] for entry in table)


def entries() -> list[dict[str, Any]]:
    """The table's lines in the order in which they are tried."""
    return [_fields(entry) for entry in _walk(get_resolver().url_patterns, "^/")]


def _fields(entry: Entry) -> dict[str, Any]:
    texts = {"pattern": entry.pattern, "wide": entry.wide, "prefix": entry.prefix}
    return {
        **{name: text for name, text in texts.items() if text},
        "params": entry.params,
        "order": list(entry.params),
        "parts": dict.fromkeys(entry.parts, True),
        "stop": entry.stop,
        **({"counted": True} if entry.counted else {}),
    }


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[Entry]:
    for entry in patterns:
        is_known = type(entry.pattern) in (RoutePattern, RegexPattern)
        pattern = before + _bare(entry.pattern.regex.pattern) if is_known else before
        if isinstance(entry, URLResolver) and is_known and not _is_private(entry, pattern):
            yield from _walk(entry.url_patterns, pattern)
        elif isinstance(entry, URLResolver) or not is_known:
            yield Entry(prefix=_prefix(pattern), stop=True)
        else:
            yield _entry(pattern, declaration(entry.callback))


def _bare(pattern: str) -> str:
    """*pattern* without its beginning mark, so that it can follow a prefix."""
    return pattern.removeprefix("^").removeprefix("\\A")


def _is_private(resolver: URLResolver, pattern: str) -> bool:
    """Whether *resolver* has a place of its own with nothing public in it: one line will do for all of it."""
    return _prefix(pattern) != "/" and not any(_declared(resolver.url_patterns))


def _declared(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Public]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _declared(entry.url_patterns)
        elif found := declaration(entry.callback):
            yield found


def _entry(pattern: str, declared: Public | None) -> Entry:
    translated = pcre(pattern)
    if translated is None:
        return Entry(prefix=_prefix(pattern), stop=True)
    wide = translated.replace(r"\d", ANY_DIGIT) if r"\d" in translated else ""
    if declared is None:
        return Entry(translated, wide, stop=True)
    params = {name: _param(compiled) for name, compiled in declared.params.items()}
    if None in params.values():
        return Entry(translated, wide, stop=True)
    said = {name: pattern for name, pattern in params.items() if pattern}
    return Entry(translated, wide, "", said, declared.parts, counted=declared.counted)


def _param(compiled: re.Pattern[str]) -> str | None:
    """A parameter's pattern; None where it cannot be said in PCRE."""
    translated = pcre(compiled.pattern) if compiled.flags == re.UNICODE else None
    return None if translated is None else rf"^(?:{translated})\z"


def pcre(pattern: str) -> str | None:
    r"""*pattern* for PCRE in UTF-8 mode, None where the two might differ. Its ``\d`` is an ASCII digit."""
    said, at = [], 0
    while at < len(pattern):
        found = SAME.match(pattern, at)
        if not found:
            return None
        said.append(found[0])
        at = found.end()
    if r"\d" in said and _looks_at_digits(pattern):
        return None
    return "".join(r"\z" if piece == r"\Z" else piece for piece in said)


def _looks_at_digits(pattern: str) -> bool:
    r"""Whether ``\d`` might stand where text is only looked at: there a wider pattern is not a wider one."""
    return any(r"\d" in _group(pattern[look.start() :]) for look in LOOK.finditer(pattern))


def _group(pattern: str) -> str:
    depth = 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if not depth:
            return pattern[:at]
    return pattern


def _prefix(pattern: str) -> str:
    """The text that every path begins with which *pattern* matches."""
    text, at = "", 1  # after ^
    while found := LITERAL.match(pattern, at):
        if pattern[found.end() : found.end() + 1] in {"?", "*", "{"} or "|" in pattern:
            break
        text += found[1] or found[2]
        at = found.end()
    return text or "/"


def lua(value: Any) -> str:
    """*value* (text, number, yes or no, list, dict) as Lua writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + re.sub(r'[\\"]', r"\\\g<0>", value).replace("\n", r"\n") + '"'
    if isinstance(value, list):
        return "{" + ", ".join(map(lua, value)) + "}"
    return "{" + ", ".join(f"[{lua(name)}] = {lua(entry)}" for name, entry in value.items()) + "}"
