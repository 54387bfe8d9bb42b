"""What the texts of one folder refer to among themselves: other texts, and pictures."""

import posixpath
import re
from collections import defaultdict
from typing import Any
from urllib.parse import quote, unquote

from importers import facts, names, pictures
from importers.folders import TEXTS, Folder
from importers.items import About, Note, PictureRef
from importers.matter import Matter

LEADS = (
    "image",
    "cover",
    "coverImage",
    "featuredImage",
    "featured_image",
    "featureImage",
    "hero",
    "heroImage",
    "thumbnail",
    "teaser",
    "banner",
    "socialImage",
    "ogImage",
    "header",
)
PICTURE_KEYS = ("src", "url", "path", "image", "feature", "teaser", "overlay_image", "file")


class Neighbours:
    """The texts and pictures of a folder, found by whatever a text calls them."""

    def __init__(self, folder: Folder, paths: frozenset[str]) -> None:
        self.folder, self.paths = folder, paths
        self.by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths):
            for name in {facts.stem(path).lower(), posixpath.splitext(posixpath.basename(path))[0].lower()}:
                self.by_stem[name].append(path)

    def address_of(self, name: str, path: str) -> str | None:
        """A link from the text at *path* to the one that goes by *name*, or None."""
        target = self._find(name)
        return (
            quote(posixpath.relpath(target, posixpath.dirname(path) or "."), safe="/!$&'()*+,;=:@~")
            if target
            else None
        )

    def _find(self, name: str) -> str | None:
        asked = name.strip("/").strip()
        ending = (
            [path for path in self.paths if path == asked or path.endswith("/" + asked)]
            if "." in asked
            else []
        )
        stem = posixpath.basename(asked).lower()
        stem = posixpath.splitext(stem)[0] if stem.endswith(TEXTS) else stem
        found = (
            ending or self.by_stem.get(stem) or self.by_stem.get(re.sub(r"^\d{4}-\d\d?-\d\d?-", "", stem), [])
        )
        return found[0] if found and (len(set(found)) == 1 or found[0] == asked) else None

    def picture_named(self, name: str, path: str) -> str | None:
        if not pictures.is_picture(name):
            return None
        found = self._resolved(name, path, "").path or self.folder.pictures.named(name)
        return found and posixpath.relpath(found, posixpath.dirname(path) or ".")

    def _resolved(self, reference: str, path: str, alt: str) -> PictureRef:
        try:
            beside = posixpath.dirname(path)
            return self.folder.pictures.resolve(
                reference, beside, alt, posixpath.splitext(posixpath.basename(path))[0]
            )
        except pictures.Refused:
            return PictureRef(reference, alt=alt)

    def picture(self, path: str, reference: str, alt: str, line: int, notes: list[Note]) -> PictureRef | None:
        """The picture that a text shows, with a note where it is missing; None where it is not followed."""
        try:
            beside, stem = posixpath.dirname(path), posixpath.splitext(posixpath.basename(path))[0]
            picture = self.folder.pictures.resolve(reference, beside, alt, stem)
        except pictures.Refused as error:
            notes.append(Note(line, str(error), About.FAULT, reference))
            return None if re.match(r"[a-zA-Z][\w+.-]+:", reference) else PictureRef(reference, alt=alt)
        if picture.path is None and not picture.url:
            notes.append(
                Note(line, f"The picture “{reference[:120]}” is not in the folder.", About.PICTURE, reference)
            )
        return picture

    def lead_picture(self, path: str, matter: Matter, notes: list[Note]) -> PictureRef | None:
        for key in LEADS:
            value, alt = _of_mapping(matter.get(key))
            if value and not re.search(r"[<\n{]", value):
                return self.picture(path, value, alt, matter.line_of(key), notes)
        return None

    def linked(self, path: str, value: str) -> str | None:
        if value.startswith(("#", "//", "mailto:")) or re.match(r"[a-zA-Z][\w+.-]+:", value):
            return None
        asked = unquote(re.split(r"[?#]", value, maxsplit=1)[0])
        if not asked.lower().endswith(TEXTS) and "." in posixpath.basename(asked.rstrip("/")):
            return None
        start = "" if asked.startswith("/") else posixpath.dirname(path)
        plain = posixpath.normpath(posixpath.join(start, asked.lstrip("/")))
        choices = [
            plain,
            *(plain + ending for ending in TEXTS),
            *(f"{plain}/index{ending}" for ending in TEXTS),
        ]
        return next((choice for choice in choices if choice in self.paths), None)


def _of_mapping(value: Any) -> tuple[str, str]:
    """A picture's address and its alternative text from what a key of front matter holds."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        alt = names.text(value.get("alt") or value.get("caption"))
        return next((str(value[key]) for key in PICTURE_KEYS if isinstance(value.get(key), str)), ""), alt
    return (value, "") if isinstance(value, str) else ("", "")
