"""Headings as fragments of an address, in their own script."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 80
FALLBACK = "section"


def slug_of(text: str) -> str:
    """Letters, digits and marks of any script in lower case, joined by hyphens; never empty."""
    folded = unicodedata.normalize("NFKC", text).lower()
    spaced = "".join(character if _belongs(character) else _gap(character) for character in folded)
    return "-".join(spaced.split())[:MAX_LENGTH].rstrip("-") or FALLBACK


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _gap(character: str) -> str:
    """An apostrophe joins the letters around it, anything else parts them."""
    return "" if character in "'’" else " "
