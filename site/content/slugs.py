"""Slugs: the readable end of an address, in any script."""

import re
import unicodedata

from django.core.exceptions import ValidationError

LONGEST = 120


def slugify(text: str) -> str:
    """The slug for *text*: lower case, words joined by hyphens, letters of every script kept.

    Empty where *text* has no letter and no digit.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = text.replace("\u200c", "-")  # the zero-width non-joiner parts words in Persian
    text = "".join(c if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"} else "-" for c in text)
    return re.sub(r"-+", "-", text)[:LONGEST].strip("-")


def validate_slug(slug: str) -> None:
    """Refuse a slug that could not stand in an address.

    Raises ValidationError that says which characters are in the way.
    """
    wrong = sorted(
        {c for c in slug if not (c.isalnum() or c in "-._~" or unicodedata.category(c) in {"Mn", "Mc"})}
    )
    if wrong:
        named = " ".join("space" if c == " " else c for c in wrong)
        raise ValidationError(f"An address takes letters, digits, hyphens and dots; not {named}.")
    if not slug or slug != slug.lower() or slug.strip(".-~_") != slug or ".." in slug:
        raise ValidationError("An address is in lower case and begins and ends with a letter or a digit.")


def free_slug(wanted: str, taken: "set[str]") -> str:
    """*wanted*, or the first of ``wanted-2``, ``wanted-3`` … that is not *taken*."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
