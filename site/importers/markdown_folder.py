"""A folder of Markdown files, of whatever generator, as items: pure, it writes nothing and runs nothing."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from importers import facts, texts
from importers import matter as front
from importers.articles import Reader, Source
from importers.folders import Folder, survey
from importers.items import Fault, Item, LeftOut

PROJECT_FILES = re.compile(
    r"^(?:readme|license|licence|changelog|contributing|code_of_conduct|security|authors|maintainers|codeowners|"
    r"support|governance|history|todo|install|copying|notice|pull_request_template|issue_template)$",
    re.IGNORECASE,
)
OF_POSTS = {
    "_posts",
    "_drafts",
    "posts",
    "post",
    "blog",
    "blogs",
    "articles",
    "news",
    "til",
    "journal",
    "writing",
    "essays",
}
GENERIC = {
    "site",
    "src",
    "content",
    "contents",
    "source",
    "docs",
    "blog",
    "posts",
    "_posts",
    "website",
    "www",
    "main",
    "master",
}


def read(root: Path) -> Iterator[Item | Fault | LeftOut]:
    """The texts in the folder *root*, in the order of their paths, and a word on each file that gives none.

    Raises NotADirectoryError when there is no such folder. Every other fault is yielded and ends nothing.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"There is no folder at {root}.")
    folder = survey(root)
    yield from folder.faults
    sources: dict[str, Source] = {}
    for path in folder.texts:
        found = _source(folder, path)
        if isinstance(found, Source):
            sources[path] = found
        else:
            yield found
    reader = Reader(folder, name_of(root), frozenset(sources))
    kinds = Kinds(folder, sources)
    for path in sorted(sources, key=facts.in_order):
        if why := kinds.left_out(path):
            yield LeftOut(path, why)
        else:
            yield reader.item(sources[path], kinds.of(path))


def name_of(root: Path) -> str:
    """What the folder is known by in every run: its name, with its parent's where that says nothing."""
    path = root.resolve()
    name = f"{path.parent.name}/{path.name}" if path.name.lower() in GENERIC else path.name
    return f"markdown:{name}"


def _source(folder: Folder, path: str) -> Source | Fault:
    """The front matter of one file. Its text is read again in its turn, so a folder of any size fits."""
    try:
        text, notes = texts.decode((folder.root / path).read_bytes())
    except texts.Unreadable as error:
        return Fault(path, error.line, str(error))
    except OSError as error:
        return Fault(path, 0, f"It cannot be read: {error.strerror}.")
    matter = front.read(text)
    is_empty = not text.strip()
    return Source(path, replace(matter, body=""), facts.date(folder, path, matter), notes, is_empty)


class Kinds:
    """Which files are posts, which are pages, and which are neither."""

    def __init__(self, folder: Folder, sources: dict[str, Source]) -> None:
        self.folder, self.sources = folder, sources
        self.dated = {posixpath.dirname(path) for path, source in sources.items() if source.dated.written}
        self.below = Counter(above for path in sources if not _is_index(path) for above in _above(path))
        self.indexed = {posixpath.dirname(path) for path in sources if _is_index(path)}
        folders = {part for path in sources for part in path.split("/")[:-1]}
        self.has_posts = bool(self.dated or OF_POSTS & folders)

    def left_out(self, path: str) -> str:
        """Why the file at *path* is no text of its own, or ""."""
        name = posixpath.basename(path).split(".")[0]
        if name == "_index":
            return "It describes a section."
        if PROJECT_FILES.match(name) and self.sources[path].matter.form == "none":
            return "It is about the project and not one of its texts."
        if name == "index" and self._is_section(path):
            return "It is the index of a section."
        return ""

    def _is_section(self, path: str) -> bool:
        source, here = self.sources[path], posixpath.dirname(path)
        if source.dated.written or source.matter.has("draft"):
            return False
        return (
            not here
            or self.below[here] > 0
            or any(other.startswith(f"{here}/") for other in self._indexed_in(here))
        )

    def _indexed_in(self, here: str) -> Iterator[str]:
        """Folders below *here* that have an index of their own."""
        return (other for other in self.indexed if len(other) > len(here))

    def of(self, path: str) -> str:
        """``post`` or ``page``: a page says so, or has no date and lies apart from all that has one."""
        source, parts = self.sources[path], path.split("/")[:-1]
        if {"_posts", "_drafts"} & set(parts):
            return "post"
        if str(source.matter.get("layout", "type")).lower() == "page" or "_pages" in parts:
            return "page"
        if self.folder.generator == "hexo":
            return "page"
        if source.dated.written or not self.has_posts:
            return "post"
        return "post" if self._among_posts(parts) else "page"

    def _among_posts(self, parts: list[str]) -> bool:
        """Whether a folder above is one of posts: by its name, or because what lies in it is dated."""
        if OF_POSTS & set(parts) or any(part.startswith("_") for part in parts):
            return True
        return any("/".join(parts[:depth]) in self.dated for depth in range(len(parts), 0, -1))


def _is_index(path: str) -> bool:
    return posixpath.basename(path).split(".")[0] == "index"


def _above(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path
