"""What every parser yields: a text from elsewhere as plain data, or a word on why there is none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class About(StrEnum):
    """What a note is about, so that a report can count its kind."""

    FAULT = "fault"  # something in the source is wrong
    RULE = "rule"  # a choice was made that the author may want to know
    LEFTOVER = "leftover"  # template language that is shown as text
    TRANSLATED = "translated"  # template language that was put into Markdown
    PICTURE = "picture"
    ADDRESS = "address"


@dataclass(frozen=True)
class Note:
    """A word about one line of a source file; ``name`` says which tag, picture or address is meant."""

    line: int
    text: str
    about: About = About.RULE
    name: str = ""


@dataclass(frozen=True)
class Author:
    """Somebody who signs; ``slug`` may be empty, then it follows from the name."""

    name: str
    slug: str = ""
    url: str = ""


@dataclass(frozen=True)
class PictureRef:
    """A picture that a text shows.

    ``reference`` is as written; ``path`` is the file from the folder's root with ``/``, None where it is not
    there; ``url`` is set instead for a picture of another site.
    """

    reference: str
    path: str | None = None
    url: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Reference:
    """Something that a text points to: ``picture`` or ``link``, with the place of its address in the text."""

    kind: str
    value: str
    start: int
    end: int
    alt: str = ""


@dataclass(frozen=True)
class Link:
    """A link to another text of the same folder: ``reference`` as written, ``target`` its ``source_ref``."""

    reference: str
    target: str


@dataclass(frozen=True)
class Written:
    """The front matter's own words, before any rule was laid on them."""

    title: str | None = None
    date: str | None = None
    slug: str | None = None
    permalink: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One text, ready for the loader.

    ``source_ref`` names it within ``source``, the same in every run. ``date`` is aware, or None where the
    source names none. ``held`` says why it must not be published unseen, although its author did not call it
    a draft. ``aliases`` are its old addresses on this site, from the root. ``references`` are the places in
    ``body`` that the loader may rewrite, in order. ``feed_id`` is what feeds called it there.
    """

    kind: str
    source: str
    source_ref: str
    title: str
    slug: str
    body: str
    body_format: str = "markdown"
    summary: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    draft: bool = False
    held: str = ""
    language: str = ""
    canonical_url: str = ""
    authors: tuple[Author, ...] = ()
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    feed_id: str = ""
    lead_picture: PictureRef | None = None
    pictures: tuple[PictureRef, ...] = ()
    links: tuple[Link, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    written: Written = Written()


@dataclass(frozen=True)
class Fault:
    """A file that could not be brought in, and why."""

    path: str
    line: int
    text: str


@dataclass(frozen=True)
class LeftOut:
    """A file that is no text of its own: a section's index, a project's README."""

    path: str
    why: str
