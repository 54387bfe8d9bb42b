"""The slugs of a folder's texts: each its own, the same in every run."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator

from importers import addresses, dates, facts, names
from importers.items import About, Note
from importers.matter import Matter


class Slugs:
    """Gives slugs, and remembers which are taken by a text of the same kind."""

    def __init__(self) -> None:
        self.taken: dict[str, set[str]] = defaultdict(set)

    def of(self, kind: str, path: str, matter: Matter, language: str, title: str, notes: list[Note]) -> str:
        """The slug that the text asks for, else one after its address, its file or its title; a free one."""
        wanted = names.text(matter.get("slug"))
        made = (
            names.slug(wanted)
            or names.slug(_last_part(matter))
            or names.slug(_own_name(path))
            or names.slug(title)
        )
        if wanted and re.search(r"\.\.|[/\\]", wanted):
            said = f"The slug “{wanted[:80]}” cannot stand in an address; it became “{made}”."
            notes.append(Note(matter.line_of("slug"), said, About.FAULT, "slug"))
        made = made or f"{kind}-{_number_of(path):x}"
        free = next(one for one in _choices(made, language) if one not in self.taken[kind])
        self.taken[kind].add(free)
        return free


def _last_part(matter: Matter) -> str:
    """The end of the address that the front matter gives."""
    given = addresses.permalink(matter)
    if not given or addresses.is_template(given) or ":" in given:
        return ""
    return re.sub(
        r"\.(?:html?|php)$", "", posixpath.basename(re.sub(r"/index\.html?$", "", given).rstrip("/"))
    )


def _own_name(path: str) -> str:
    stem = facts.stem(path)
    named = dates.in_file_name(stem)
    return named[1] if named else stem


def _number_of(path: str) -> int:
    """A number for *path* that is the same in every run."""
    made = 0
    for character in path:
        made = (made * 31 + ord(character)) % 2**32
    return made


def _choices(slug: str, language: str) -> Iterator[str]:
    yield slug
    if language:
        yield f"{slug}-{language.lower()}"
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
