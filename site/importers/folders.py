"""A folder as the importer sees it: its texts, its pictures, and what kind of site it is the source of."""

import json
import os
import posixpath
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from importers import dates, languages, names, safe_yaml
from importers.items import Author, Fault
from importers.pictures import Pictures, is_picture

TEXTS = (".md", ".mdx", ".markdown", ".mkdn", ".mkd", ".text", ".rmd")
SKIPPED = {
    "node_modules",
    "bower_components",
    "vendor",
    "_site",
    "_includes",
    "_layouts",
    "_sass",
    "_data",
    "_templates",
} | {
    "layouts",
    "archetypes",
    "scaffolds",
    "__pycache__",
    "venv",
}
CONFIGS = ("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml")
MOST_CONFIG = 262_144  # bytes of a site's own settings that are worth reading
PROGRAMS = {
    "docusaurus.config": "docusaurus",
    "gatsby-config": "gatsby",
    ".eleventy": "eleventy",
    "eleventy.config": "eleventy",
    "astro.config": "astro",
    "next.config": "next",
    "pelicanconf": "pelican",
    "mkdocs.yml": "mkdocs",
}
LIQUID = {"jekyll", "eleventy", "hexo", "plain"}  # where {% raw %} is a command and not the author's text


@dataclass(frozen=True)
class Folder:
    """What a walk through a folder found; nothing of the texts themselves is kept."""

    root: Path
    texts: tuple[str, ...]
    pictures: Pictures
    faults: tuple[Fault, ...]
    generator: str
    config: Mapping[str, Any]
    authors: Mapping[str, Author]
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The time zone in which the site's dates are meant, UTC where it names none."""
        try:
            return dates.named_zone(str(self.config.get("timezone") or self.config.get("timeZone") or "UTC"))
        except ValueError:
            return UTC

    @property
    def language(self) -> str:
        for key in (
            "lang",
            "language",
            "languageCode",
            "locale",
            "defaultContentLanguage",
            "default_language",
        ):
            if found := languages.code(self.config.get(key)):
                return found
        return ""

    @property
    def is_liquid(self) -> bool:
        return self.generator in LIQUID

    def inherited(self, path: str, key: str) -> Any:
        """What the data files of Eleventy's folders say for the text at *path*, the nearest first."""
        folder = posixpath.dirname(path)
        while folder:
            if key in self.data.get(folder, {}):
                return self.data[folder][key]
            folder = posixpath.dirname(folder)
        return None


def survey(root: Path) -> Folder:
    """Walk through the folder *root*. Hidden and generated folders are left out, links are not followed."""
    root = root.resolve()
    files, faults = _walk(root)
    texts = tuple(path for path in files if path.lower().endswith(TEXTS))
    config = _config(root, files)
    return Folder(
        root=root,
        texts=texts,
        pictures=Pictures(path for path in files if is_picture(path)),
        faults=tuple(faults),
        generator=_generator(files, texts, config),
        config=config,
        authors=_authors(root, files),
        data=_folder_data(root, files),
    )


def _walk(root: Path) -> tuple[list[str], list[Fault]]:
    files: list[str] = []
    faults: list[Fault] = []
    unreadable: list[OSError] = []
    for folder, subfolders, inside in os.walk(root, onerror=unreadable.append):
        here = Path(folder)
        faults += [_link(root, here / name) for name in sorted(subfolders) if (here / name).is_symlink()]
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and _is_own(here / name)
        )
        for name in sorted(inside):
            path = here / name
            kind = path.lstat().st_mode
            if stat.S_ISLNK(kind):
                faults.append(_link(root, path))
            elif stat.S_ISREG(kind):
                files.append(path.relative_to(root).as_posix())
    return files, faults + [_unreadable(root, error) for error in unreadable]


def _is_own(folder: Path) -> bool:
    return folder.name == "_data" or (folder.name not in SKIPPED and not folder.is_symlink())


def _unreadable(root: Path, error: OSError) -> Fault:
    return Fault(os.path.relpath(str(error.filename), root), 0, f"It cannot be read: {error.strerror}.")


def _link(root: Path, path: Path) -> Fault:
    inside = path.resolve().is_relative_to(root)
    where = "to another file of this folder" if inside else "out of this folder"
    return Fault(
        path.relative_to(root).as_posix(), 0, f"It is a symbolic link {where}, and links are not followed."
    )


def _config(root: Path, files: list[str]) -> dict[str, Any]:
    known = sorted(
        (path for path in files if posixpath.basename(path) in CONFIGS), key=lambda path: path.count("/")
    )
    found = _data(root, known[0]) if known else {}
    return found if isinstance(found, dict) else {}


def _data(root: Path, path: str) -> Any:
    """A small data file, or None where it cannot be read: it only helps."""
    try:
        if (root / path).stat().st_size > MOST_CONFIG:
            return None
        text = (root / path).read_text("utf-8-sig")
        if path.endswith(".toml"):
            return tomllib.loads(text)
        return json.loads(text) if path.endswith(".json") else safe_yaml.load(text)[0]
    except (OSError, ValueError, RecursionError):
        return None


def _generator(files: list[str], texts: tuple[str, ...], config: Mapping[str, Any]) -> str:
    for path in files:
        for start, generator in PROGRAMS.items():
            if posixpath.basename(path).startswith(start):
                return generator
    if any("source/_posts/" in f"/{path}" for path in texts):
        return "jekyll" if any(path.endswith("Rakefile") for path in files) else "hexo"
    if any(re.search(r"(?:^|/)_[a-z][\w-]*/", path) for path in texts):
        return "jekyll"
    return _by_layout(files, texts, config)


def _by_layout(files: list[str], texts: tuple[str, ...], config: Mapping[str, Any]) -> str:
    names_here = {posixpath.basename(path) for path in files}
    if names_here & {"hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "_index.md"}:
        return "hugo"
    if any("src/content/" in f"/{path}" for path in texts):
        return "astro"
    if any(re.search(r"(?:^|/)([\w-]+)/(?:\1\.json|\1\.11tydata\.json)$", path) for path in files):
        return "eleventy"
    if any("/pages/" in f"/{path}" for path in texts):
        return "next"
    if config:
        return "jekyll"
    return "hugo" if any(path.startswith("content/") for path in texts) else "plain"


def _authors(root: Path, files: list[str]) -> dict[str, Author]:
    """Those whom a file of authors describes by a key."""
    found: dict[str, Author] = {}
    for path in files:
        if re.search(r"(?:^|/)\.?authors\.(?:ya?ml|json|toml)$", path):
            for key, said in _described(_data(root, path)):
                name = names.text(said) or key
                url = str(said.get("url") or said.get("website") or said.get("web") or "")
                found.setdefault(key, Author(name, names.slug(key), url if url.startswith("http") else ""))
    return found


def _described(data: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    data = data.get("authors", data) if isinstance(data, dict) else data
    pairs = data.items() if isinstance(data, dict) else ()
    yield from ((str(key), said) for key, said in pairs if isinstance(said, dict))


def _folder_data(root: Path, files: list[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in files:
        folder, name = posixpath.split(path)
        own = posixpath.basename(folder)
        if name in {f"{own}.json", f"{own}.11tydata.json"} and isinstance(data := _data(root, path), dict):
            found[folder] = data
    return found
