"""Quotes, dashes and dots as a typesetter would set them, never in code and never in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.markdown.wording import ENGLISH

MARKS = re.compile(r"['\"]|--|\.\.")
QUOTE = re.compile(r"['\"]")
DASHES = re.compile(r"(?<!-)(---?)(?!-)")
DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
RAW_TAG = re.compile(r"<(/?)(code|kbd|pre|samp|script|style|tt|var)\b", re.IGNORECASE)
# ’90s, ’tis: letters or digits left out in front
CLIPPED = re.compile(r"'(?:\d\d(?:s\b|\b(?!'))|(?:tis|twas|twere|til|em|n)\b)", re.IGNORECASE)
OPENING = frozenset("([{<«“‘„‚-–—/=¿¡")
MARKUP = frozenset("*_~|&$#")
SPACELESS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def typography(state: StateCore) -> None:
    """A core rule, run before escaped characters are joined with the text, so `\\"` stays as typed."""
    quotes = state.env.get("quotes", ENGLISH.quotes)
    for token in state.tokens:
        if token.type == "inline" and token.children and MARKS.search(token.content):
            _set(token.children, quotes)


def _set(tokens: list[Token], quotes: tuple[str, str, str, str]) -> None:
    texts = list(_prose(tokens))
    after_escape = {id(token) for before, token in pairwise(tokens) if before.type == "text_special"}
    for token in texts:
        if id(token) not in after_escape:
            token.content = DASHES.sub(_dash, token.content)
        token.content = DOTS.sub("…", token.content)
    if any("'" in token.content or '"' in token.content for token in texts):
        _Quotes(quotes).set(tokens, {id(token) for token in texts})


def _dash(dashes: re.Match[str]) -> str:
    return "—" if len(dashes[1]) == 3 else _en_dash(dashes)


def _en_dash(dashes: re.Match[str]) -> str:
    """A dash between words or numbers; two hyphens stuck to one word only (`--flag`) are an option."""
    before, after = dashes.string[: dashes.start()][-1:], dashes.string[dashes.end() :][:1]
    return "–" if (not before.strip()) == (not after.strip()) else "--"


def _prose(tokens: Iterable[Token]) -> Iterable[Token]:
    """The text tokens outside raw `<code>` and its like and outside bare addresses."""
    verbatim = 0
    for token in tokens:
        if token.type == "html_inline" and (tag := RAW_TAG.match(token.content)):
            verbatim = max(0, verbatim + (-1 if tag[1] else 1))
        elif token.info == "auto":
            verbatim = max(0, verbatim + token.nesting)
        elif token.type == "text" and not verbatim:
            yield token


class _Quotes:
    """Sets the quotes of one paragraph in one pass, looking at each one's neighbours."""

    def __init__(self, quotes: tuple[str, str, str, str]) -> None:
        self.marks = {'"': quotes[:2], "'": quotes[2:]}
        self.open = {'"': False, "'": False}
        self.apostrophe = "’"

    def set(self, tokens: list[Token], prose: set[int]) -> None:
        following = _first_characters(tokens)
        before = " "
        for token, after in zip(tokens, following, strict=True):
            if id(token) in prose:
                token.content = self._text(token.content, before, after)
            before = _last_character(token) or before

    def _text(self, text: str, before: str, after: str) -> str:
        pieces: list[str] = []
        done = 0
        for quote in QUOTE.finditer(text):
            position = quote.start()
            pieces.append(text[done:position])
            before = (pieces[-1] or before)[-1]
            following = text[position + 1 : position + 2] or after
            before = self._mark(quote[0], before, following, text, position)
            pieces.append(before)
            done = position + 1
        return "".join([*pieces, text[done:]])

    def _mark(self, quote: str, before: str, after: str, text: str, position: int) -> str:
        if self._measures(quote, before, after):
            return quote
        if quote == "'" and ((before.isalnum() and after.isalnum()) or CLIPPED.match(text, position)):
            return self.apostrophe
        if self._opens(quote, before, after):
            self.open[quote] = True
            return self.marks[quote][0]
        return quote if before.isspace() else self._closing(quote)

    def _measures(self, quote: str, before: str, after: str) -> bool:
        """Feet, inches, minutes, seconds: 5'6", and the inch inside “21"”."""
        return before.isdigit() and (not self.open[quote] or after == quote) and not after.isalpha()

    def _opens(self, quote: str, before: str, after: str) -> bool:
        if after.isspace():
            return False
        if before.isspace() or before in OPENING:
            return True
        return (
            not self.open[quote] and after.isalnum() and (before in MARKUP or bool(SPACELESS.match(before)))
        )

    def _closing(self, quote: str) -> str:
        was_open, self.open[quote] = self.open[quote], False
        if quote == "'" and not was_open:
            return self.apostrophe
        return self.marks[quote][1] if was_open else quote


def _first_characters(tokens: list[Token]) -> list[str]:
    """For each token, the first character that comes after it; a space at the end."""
    following, after = [], " "
    for token in reversed(tokens):
        following.append(after)
        after = _first_character(token) or after
    return following[::-1]


def _first_character(token: Token) -> str:
    return " " if token.type.endswith("break") else _shown(token)[:1]


def _last_character(token: Token) -> str:
    return " " if token.type.endswith("break") else _shown(token)[-1:]


def _shown(token: Token) -> str:
    return "" if token.type == "html_inline" else token.content
