"""One file of a folder as an item: its facts, and its text in plain Markdown."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from importers import (
    addresses,
    admonitions,
    dates,
    facts,
    feeds,
    headings,
    kramdown,
    leftovers,
    names,
    references,
    texts,
)
from importers.folders import Folder
from importers.items import About, Item, Link, Note, PictureRef, Reference, Written
from importers.matter import Matter
from importers.meanings import Context
from importers.neighbours import Neighbours
from importers.slugs import Slugs

TAGS = ("tags", "tag", "keywords")
CATEGORIES = ("categories", "category")
UNSHOWN = re.compile(r"<(script|style|iframe|video|audio|object|embed|form)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One file with its front matter read and its text still on the disk."""

    path: str
    matter: Matter
    dated: facts.Dated
    notes: tuple[Note, ...]
    is_empty: bool


class Reader:
    """Makes items of the files of one folder; it remembers which slugs are taken."""

    def __init__(self, folder: Folder, source: str, paths: frozenset[str]) -> None:
        self.folder, self.source = folder, source
        self.slugs = Slugs()
        self.feed_ids: set[str] = set()
        self.neighbours = Neighbours(folder, paths)

    def item(self, source: Source, kind: str) -> Item:
        """The item of one file. Never raises for what the file says; all faults become notes."""
        path, matter = source.path, source.matter
        body = _text(self.folder, source)
        notes = [*source.notes, *matter.notes]
        title, body, first_line = self._title(path, matter, body)
        tags, categories = self._terms(path, matter, TAGS), self._terms(path, matter, CATEGORIES)
        draft, unclear, told = facts.is_draft(path, matter)
        notes += [*([source.dated.note] if source.dated.note else []), *told]
        markdown = self._markdown(path, body, first_line, notes)
        found = references.find(markdown)
        shown = self._pictures(path, found, body, first_line, notes)
        language = facts.language(self.folder, path, matter, title, body)
        written = _written(source, tags, categories)
        own = self._own_addresses(path, matter, written, source.dated.moment)
        return Item(
            kind=kind,
            source=self.source,
            source_ref=path,
            title=title[:300],
            slug=self.slugs.of(kind, path, matter, language, title, notes),
            body=markdown,
            summary=facts.summary(matter, body),
            date=source.dated.moment,
            updated=facts.updated(self.folder, matter),
            draft=draft,
            held="" if draft else unclear or _why_held(source),
            language=language,
            canonical_url=_canonical(matter),
            authors=names.authors(written.authors, dict(self.folder.authors)),
            topics=names.topics(categories, tags),
            aliases=tuple(dict.fromkeys([*self._former(matter, written, notes), *own])),
            feed_id=self._feed_id(matter, own) if kind == "post" else "",
            lead_picture=self.neighbours.lead_picture(path, matter, notes),
            pictures=shown,
            links=tuple(self._links(path, found)),
            references=found,
            notes=tuple(sorted(notes, key=lambda note: note.line)),
            written=written,
        )

    def _title(self, path: str, matter: Matter, body: str) -> tuple[str, str, int]:
        """The title, and the text with its first line; a heading that became the title leaves it."""
        if title := names.title(matter):
            return title, body, matter.body_line
        if found := headings.first(body):
            rest = headings.without(body, found[1], found[2])
            return found[0], rest, matter.body_line + body[: len(body) - len(rest)].count("\n")
        stem = facts.stem(path)
        named = dates.in_file_name(stem)
        return names.title_of_file(named[1] if named else stem), body, matter.body_line

    def _terms(self, path: str, matter: Matter, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Tags or categories. Jekyll parts a string at spaces, and has one ``tag`` or ``category``."""
        for key in keys:
            value = matter.get(key)
            if value is not None:
                by_space = self.folder.generator == "jekyll" and key.endswith("s")
                single = (
                    self.folder.generator == "jekyll" and not key.endswith("s") and isinstance(value, str)
                )
                return names.terms([value] if single else value, by_space=by_space)
        for group in ("taxonomies", "extra"):
            holder = matter.get(group)
            if isinstance(holder, dict) and keys[0] in holder:
                return names.terms(holder[keys[0]])
        return ()

    def _markdown(self, path: str, body: str, line: int, notes: list[Note]) -> str:
        context = Context(
            address_of=lambda name: self.neighbours.address_of(name, path),
            picture_named=lambda name: self.neighbours.picture_named(name, path),
            config=self.folder.config,
            is_mdx=path.lower().endswith(".mdx"),
            is_liquid=self.folder.is_liquid,
        )
        translated, told = leftovers.translate(body, context, line)
        notes += told + admonitions.to_alerts(body, line)[1]
        if self.folder.generator == "jekyll":
            notes += kramdown.notes(body, line)
            translated = kramdown.to_commonmark(translated)
        for found in UNSHOWN.finditer(references.shown(body)) if UNSHOWN.search(body) else ():
            notes.append(_unshown(found[1].lower(), line + body.count("\n", 0, found.start())))
        return admonitions.to_alerts(translated)[0].strip("\n")

    def _pictures(
        self, path: str, all_found: tuple[Reference, ...], body: str, line: int, notes: list[Note]
    ) -> tuple[PictureRef, ...]:
        found: dict[str, PictureRef] = {}
        for reference in all_found:
            if reference.kind == "picture" and reference.value and reference.value not in found:
                at = line + body.count("\n", 0, max(0, body.find(reference.value)))
                if picture := self.neighbours.picture(path, reference.value, reference.alt, at, notes):
                    found[reference.value] = picture
        return tuple(found.values())

    def _former(self, matter: Matter, written: Written, notes: list[Note]) -> Iterator[str]:
        """The old addresses that the front matter names."""
        for address in written.aliases:
            try:
                yield addresses.here(address)
            except addresses.Refused as error:
                notes.append(Note(matter.line_of(*addresses.FORMER), str(error), About.FAULT, address))

    def _own_addresses(
        self, path: str, matter: Matter, written: Written, date: datetime | None
    ) -> tuple[str, ...]:
        """Where the text stood: as its front matter says, else as its generator made it."""
        if written.permalink and not addresses.is_template(written.permalink):
            with suppress(addresses.Refused):
                return (addresses.here(written.permalink),)
            return ()
        made = addresses.computed(self.folder, path, matter, date, written.categories)
        return tuple(map(addresses.here, made))

    def _feed_id(self, matter: Matter, own: tuple[str, ...]) -> str:
        """What feeds called the text; "" where they cannot have told it from another."""
        made = feeds.entry_id(self.folder, matter, own[0] if own else "")
        if made in self.feed_ids:
            return ""
        self.feed_ids.add(made)
        return made

    def _links(self, path: str, found: tuple[Reference, ...]) -> Iterator[Link]:
        """Links to other texts of the folder, by their files' names."""
        seen: set[str] = set()
        for reference in found:
            if reference.kind == "link" and reference.value not in seen:
                seen.add(reference.value)
                if target := self.neighbours.linked(path, reference.value):
                    yield Link(reference.value, target)


def _unshown(tag: str, line: int) -> Note:
    return Note(line, f"<{tag}> is not run; what is safe of it is shown.", About.LEFTOVER, f"<{tag}>")


def _text(folder: Folder, source: Source) -> str:
    text, _ = texts.decode((folder.root / source.path).read_bytes())
    return text[source.matter.body_at :]


def _written(source: Source, tags: tuple[str, ...], categories: tuple[str, ...]) -> Written:
    matter = source.matter
    authors = names.written_authors(_several(matter.get("authors")))
    return Written(
        title=names.text(matter.get("title")) or None,
        date=source.dated.written,
        slug=names.text(matter.get("slug")) or None,
        permalink=addresses.permalink(matter) or None,
        aliases=addresses.written(matter),
        tags=tags,
        categories=categories,
        authors=tuple(
            dict.fromkeys((*names.written_authors(_several(matter.get("author"))), *authors, *_extra(matter)))
        ),
    )


def _several(value: Any) -> Any:
    """One author or a list of them; a mapping of several by their keys is a list, too."""
    if isinstance(value, dict) and not names.text(value):
        return list(value)
    return value


def _extra(matter: Matter) -> tuple[str, ...]:
    extra = matter.get("extra")
    return names.written_authors(extra.get("author")) if isinstance(extra, dict) else ()


def _why_held(source: Source) -> str:
    """Why a text that is no draft must not be published unseen, or ""."""
    if source.matter.held:
        return source.matter.held
    if source.is_empty:
        return "The file is empty."
    return source.dated.note.text if source.dated.note and source.dated.moment is None else ""


def _canonical(matter: Matter) -> str:
    value = names.text(matter.get("canonical", "canonicalUrl", "canonicalURL"))
    return value if urlsplit(value).scheme in {"http", "https"} and len(value) <= 500 else ""
