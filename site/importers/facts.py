"""What one file says: its date, its language, whether it is a draft."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from importers import addresses, dates, languages, names
from importers.folders import Folder
from importers.items import About, Note
from importers.matter import Matter

DATES = (
    "date",
    "pubDate",
    "publishDate",
    "publishedAt",
    "datePublished",
    "dateCreated",
    "postDate",
    "publishedOn",
    "published",
)
CREATED = ("created", "createdAt", "createdOn")
UPDATED = (
    "updated",
    "lastmod",
    "modified",
    "updatedAt",
    "updatedDate",
    "lastModified",
    "lastModifiedAt",
    "dateModified",
)
YES, NO = {"true", "yes", "on", "1", "y"}, {"false", "no", "off", "0", "n", ""}
SUMMARIES = ("description", "summary", "excerpt", "abstract", "spoiler", "lede", "intro")
MARKER = re.compile(
    r"<!--\s*(?:more|excerpt|truncate|read-?more|end_?excerpt)\s*-->|\{/\*\s*truncate\s*\*/\}", re.IGNORECASE
)
LONGEST_EXCERPT = 2_000


@dataclass(frozen=True)
class Dated:
    """When a text was written: the words that say so, the moment they mean, and what is wrong with them."""

    written: str | None = None
    moment: datetime | None = None
    note: Note | None = None


def stem(path: str) -> str:
    """The name that a text goes by: its file's, or its folder's where it is an ``index``."""
    name = _without_language(posixpath.splitext(posixpath.basename(path))[0])
    folder = posixpath.basename(posixpath.dirname(path))
    return folder if name == "index" and folder else name


def _without_language(name: str) -> str:
    base, dot, ending = name.rpartition(".")
    return base if dot and languages.is_code(ending, {"en"}) and len(ending) in {2, 5, 7} else name


def in_order(path: str) -> tuple[str, int, str]:
    """The order in which texts come: a translation (``a.de.md``) after what it translates."""
    stem, ending = posixpath.splitext(path)
    plain = _without_language(stem)
    return plain, len(stem) - len(plain), ending


def date(folder: Folder, path: str, matter: Matter) -> Dated:
    """The date that the text at *path* bears: in its front matter, else its name, else its address."""
    said = _said_date(matter, (*DATES, *CREATED))
    named = dates.in_file_name(stem(path)) or dates.in_file_name(
        posixpath.splitext(posixpath.basename(path))[0]
    )
    elsewhere = (
        (named and named[0]) or dates.in_address(addresses.permalink(matter)) or dates.in_address(path)
    )
    if said is None:
        return _read(elsewhere, folder, 1) if elsewhere else Dated()
    found = _read(said[1], folder, matter.line_of(said[0]))
    if found.moment is None and elsewhere:
        return Dated(found.written, _read(elsewhere, folder, 1).moment, found.note)
    return found


def _said_date(matter: Matter, keys: tuple[str, ...]) -> tuple[str, Any] | None:
    for key in keys:
        value = matter.get(key)
        is_word = isinstance(value, bool) or (key == "published" and str(value).lower() in YES | NO)
        if value is not None and not is_word:
            return key, value
    return None


def _read(value: Any, folder: Folder, line: int) -> Dated:
    try:
        return Dated(str(value), dates.read(value, folder.zone))
    except ValueError as error:
        return Dated(
            str(value),
            None,
            Note(line, f"{error} The text was not dated today instead.", About.FAULT, "date"),
        )


def updated(folder: Folder, matter: Matter) -> datetime | None:
    """When the text says that it was last changed, or None."""
    said = _said_date(matter, UPDATED)
    return _read(said[1], folder, 1).moment if said else None


def is_draft(path: str, matter: Matter) -> tuple[bool, str, list[Note]]:
    """Whether its author calls the text a draft, why it is held back otherwise, and what is to be told."""
    notes: list[Note] = []
    said = _truth(matter, "draft", notes)
    shown = _truth(matter, "published", notes)
    status = names.text(matter.get("status")).lower()
    unclear = next((note.text for note in notes if note.about is About.FAULT), "")
    in_drafts = "_drafts" in path.split("/")[:-1]
    return (
        bool(said or shown is False or in_drafts or status in {"draft", "hidden", "private"}),
        unclear,
        notes,
    )


def _truth(matter: Matter, key: str, notes: list[Note]) -> bool | None:
    value = matter.get(key)
    if value is None or isinstance(value, bool):
        return value
    word, line = str(value).strip().lower(), matter.line_of(key)
    if word in YES | NO:
        if matter.form in {"yaml", "json"} and word in {"true", "false"}:
            notes.append(
                Note(line, f"{key}: “{value}” is text; it was read as the word it says.", About.RULE, key)
            )
        return word in YES
    if key == "draft":
        notes.append(
            Note(line, f"draft: “{value}” is neither yes nor no; it was kept a draft.", About.FAULT, key)
        )
    return None


def language(folder: Folder, path: str, matter: Matter, title: str, body: str) -> str:
    """The text's language: as said, by its path, by its letters, else the site's; "" where nothing tells."""
    said = languages.code(matter.get("lang", "language", "locale"))
    return (
        said or _in_path(folder, path) or languages.in_letters(title + "\n" + _letters(body), folder.language)
    )


def _in_path(folder: Folder, path: str) -> str:
    name = posixpath.splitext(posixpath.basename(path))[0]
    if _without_language(name) != name:
        return languages.code(name.rpartition(".")[2])
    parts = path.split("/")[:-1]
    for at, part in enumerate(parts):
        before = "/".join(parts[:at])
        if languages.is_code(part, _beside(folder, before)):
            return languages.code(part)
    return ""


def _beside(folder: Folder, before: str) -> Iterator[str]:
    start = f"{before}/" if before else ""
    return (text[len(start) :].split("/", 1)[0] for text in folder.texts if text.startswith(start))


def _letters(body: str) -> str:
    return re.sub(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|<[^>]*>", " ", body[:6_000], flags=re.DOTALL)


def summary(matter: Matter, body: str) -> str:
    """The summary that the front matter gives, else what stands before the mark for *more*."""
    said = next((names.text(value) for key in SUMMARIES if isinstance(value := matter.get(key), str)), "")
    if said:
        return " ".join(re.sub(r"<[^<>]+>", " ", said).split())
    marker = MARKER.search(body)
    own = names.text(matter.get("excerpt_separator"))
    at = marker.start() if marker else body.find(own) if own else -1
    return plain(body[:at]) if 0 < at <= LONGEST_EXCERPT else ""


def plain(markdown: str) -> str:
    """The words of a short piece of Markdown in one line."""
    text = re.sub(
        r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^<>\n]+>|!\[[^\]]*\]\([^)]*\)", " ", markdown, flags=re.DOTALL
    )
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+", "", text, flags=re.MULTILINE)
    return " ".join(re.sub(r"(\*\*|__|~~|`+)(\S.*?)\1", r"\2", text).split())
