"""Titles, slugs, authors and terms from what front matter and file names say."""

import re
import unicodedata
from typing import Any

from importers.items import Author
from importers.matter import Matter, plain

LONGEST_SLUG = 120
TITLES = ("title", "headerTitle", "newsTitle", "pageTitle", "postTitle", "headline", "name")
NOT_TITLES = {
    "subtitle",
    "seotitle",
    "metatitle",
    "ogtitle",
    "sidebartitle",
    "linktitle",
    "shorttitle",
    "navtitle",
}
GROUPS = re.compile(
    r"\b(team|group|committee|wg|foundation|projects?|releasers|authors|contributors|staff|editors|board|"
    r"collective|association|society|community|inc|ltd|gmbh|llc)\.?$",
    re.IGNORECASE,
)
SUFFIXES = re.compile(r",\s*((?:jr|sr|ph\.?d|m\.?d|esq|i{2,3}|iv)\.?)(?=,|$)", re.IGNORECASE)
ON_BEHALF = re.compile(r",?\s+(?:on behalf of|for the)\s.*$", re.IGNORECASE | re.DOTALL)


def text(value: Any) -> str:
    """*value* as the author would read it aloud, without space around it; "" for nothing."""
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("name", "title", "label", "value", "slug") if value.get(key)), ""
        )
    return "" if value is None or isinstance(value, list | dict) else str(value).strip()


def title(matter: Matter) -> str:
    """The title that the front matter gives in one of its many keys, or ""."""
    if found := text(matter.get(*TITLES)):
        return _one_line(found)
    for key, value in matter.values.items():
        if plain(key).endswith("title") and plain(key) not in NOT_TITLES and text(value):
            return _one_line(text(value))
    navigation = matter.get("eleventyNavigation")
    return _one_line(text(navigation.get("title"))) if isinstance(navigation, dict) else ""


def _one_line(title: str) -> str:
    return " ".join(title.split())


def title_of_file(stem: str) -> str:
    """A title from a file's name: its words, the first with a capital."""
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def slug(wanted: str) -> str:
    """*wanted* as a slug: lower case, letters of every script, digits, hyphens, inner dots; "" if none."""
    made = (
        unicodedata.normalize("NFKC", wanted).lower().replace("\u200c", "-").replace("'", "").replace("’", "")
    )
    made = "".join(c if _stands(c) else "-" for c in made)
    made = re.sub(r"\.{2,}", ".", re.sub(r"-*[.]-+|-+[.]-*", "-", re.sub(r"-+", "-", made)))
    return made[:LONGEST_SLUG].strip("-._~")


def _stands(character: str) -> bool:
    return character.isalnum() or character in "._" or unicodedata.category(character) in {"Mn", "Mc"}


def terms(value: Any, *, by_space: bool = False) -> tuple[str, ...]:
    """The tags or categories in *value*, in order; empty ones dropped.

    A string holds several: parted by commas, or with *by_space* by white space, as Jekyll has it.
    """
    if isinstance(value, str):
        value = value.replace(",", " ").split() if by_space else value.split(",")
    if isinstance(value, dict):
        value = [value] if text(value) else list(value)
    if not isinstance(value, list | tuple):
        value = [value]
    flat = [part for one in value for part in (one if isinstance(one, list) else [one])]
    return tuple(dict.fromkeys(found for one in flat if (found := text(one))))


def topics(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Tags and categories as one list of topics. Those that differ by case alone are one."""
    first: dict[str, str] = {}
    for term in (term for group in groups for term in group):
        first.setdefault(" ".join(unicodedata.normalize("NFKC", term).casefold().split()), term)
    return tuple(first.values())


def written_authors(value: Any) -> tuple[str, ...]:
    """Each author as written, without an address for mail."""
    values = value if isinstance(value, list | tuple) else [value]
    found = (re.sub(r"\s*<[^<>\s]+@[^<>\s]+>", "", text(one)) for one in values)
    return tuple(dict.fromkeys(one.strip() for one in found if one.strip()))


def authors(written: tuple[str, ...], known: dict[str, Author]) -> tuple[Author, ...]:
    """The people behind *written*; *known* are those that the site describes by a key."""
    people: dict[str, Author] = {}
    for one in written:
        for name in [one] if one in known else split_people(one):
            person = known.get(name) or known.get(name.lstrip("@")) or _person(name)
            people.setdefault(person.slug or slug(person.name) or person.name, person)
    return tuple(people.values())


def split_people(names: str) -> list[str]:
    """The people in ``A, B and C``; a group, or one who signs on behalf of it, stays one."""
    names = ON_BEHALF.sub("", names).strip()
    if names.lower().startswith("the ") or GROUPS.search(names):
        return [names]
    names = SUFFIXES.sub(lambda found: f"\0 {found[1]}", names)
    parts = re.split(r"\s*(?:[,;、，]|\s(?:and|und|et|y|&|\+)\s)\s*", names)
    parts = [re.sub(r"^(?:and|&)\s+", "", part).replace("\0", ",").strip() for part in parts]
    return [part for part in parts if part]


def _person(name: str) -> Author:
    """Somebody from ``Name (@handle)``, ``Name (host/handle)`` or ``@handle``."""
    found = re.fullmatch(r"(.+?)\s*\((?:https?://)?(?:@|[\w.-]+\.\w+/@?)([\w.-]+)/?\)", name)
    return Author(found[1].strip()) if found else Author(name.lstrip("@") or name)
