"""Each post of each real folder equals its row in expected_posts.json."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from importers import dates, facts, names
from importers.items import Item
from importers.markdown_folder import read

FOLDERS = (
    "eleventy-blog",
    "generated-edge",
    "hexo-unit-test",
    "jekyll-blog",
    "mehdix-fa",
    "nodejs-blog",
    "opensource-guide-ja-zh",
    "rust-blog",
    "simonw-til",
    "tauri-astro",
)
IN_A_COMMENT = "https://v1.opengraph.11ty.dev/{{ "  # the row counts a picture that nobody sees
IN_FIGURES = {
    f"assets/pimg/{name}"
    for name in ("rtl-feed/before.png", "rtl-feed/after.png", "clrs.jpg", "algoskiena.png")
}
NO_SUCH_DAY = "2024-02-30"  # the row repeats what the file's name says; no calendar has it


@cache
def items(folder: Path) -> dict[str, Item]:
    return {one.source_ref: one for one in read(folder / "site") if isinstance(one, Item)}


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest, corpus: Path) -> Path:
    return corpus / "markdown" / request.param


def rows(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "expected_posts.json").read_text())["posts"]
    return found


def pairs(folder: Path) -> Iterator[tuple[Item, dict[str, Any]]]:
    return ((items(folder)[row["file"]], row) for row in rows(folder))


def missing(folder: Path) -> set[tuple[str, str]]:
    found = json.loads((folder / "expected_posts.json").read_text())["missing_local_images"]
    return {(file, reference) for file, reference in found}


def test_there_is_one_item_a_row(folder: Path) -> None:
    assert sorted(items(folder)) == sorted(row["file"] for row in rows(folder))


def test_titles(folder: Path) -> None:
    assert all(
        item.title == row["title"] if row["title"] else item.title
        for item, row in pairs(folder)
        if utf8(item)
    )


def utf8(item: Item) -> bool:
    """Whether the row could be read at all: the one file in Latin-1 stands there with a broken letter."""
    return not any("Windows-1252" in note.text for note in item.notes)


def test_dates(folder: Path) -> None:
    assert [
        (item.source_ref, moment(row), item.date) for item, row in pairs(folder) if not same_date(item, row)
    ] == []


def moment(row: dict[str, Any]) -> datetime | None:
    known = row["date"] and row["date"] != NO_SUCH_DAY
    return dates.read(row["date"], UTC) if known else None


def same_date(item: Item, row: dict[str, Any]) -> bool:
    if row["date"] is None:
        return item.date is None or bool(item.held)
    expected = moment(row)
    local = item.date and item.date.replace(tzinfo=UTC)  # without a zone, the site's is meant
    return expected in {item.date, local}


def test_drafts(folder: Path) -> None:
    assert all(item.draft is row["draft"] for item, row in pairs(folder))


def test_slugs(folder: Path) -> None:
    assert [
        (item.slug, wanted(row)) for item, row in pairs(folder) if not item.slug.startswith(wanted(row))
    ] == []


def wanted(row: dict[str, Any]) -> str:
    address = row["permalink"] or ""
    name = row["slug"] or address.rstrip("/").rpartition("/")[2] or row["filename_slug"]
    return names.slug(name if name != "index" else facts.stem(row["file"]))


def test_no_two_have_one_slug(folder: Path) -> None:
    slugs = [(item.kind, item.slug) for item in items(folder).values()]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("key", ["tags", "categories", "authors", "aliases", "permalink"])
def test_the_words_of_the_front_matter(folder: Path, key: str) -> None:
    def said(item: Item) -> Any:
        value = getattr(item.written, key)
        return list(value) if isinstance(value, tuple) else value

    assert [
        (row["file"], row[key], said(item)) for item, row in pairs(folder) if said(item) != row[key]
    ] == []


def test_all_terms_are_topics(folder: Path) -> None:
    for item, row in pairs(folder):
        assert {t.casefold() for t in item.topics} == {t.casefold() for t in row["tags"] + row["categories"]}


def test_pictures_are_those_of_the_row(folder: Path) -> None:
    for item, row in pairs(folder):
        assert {one.reference for one in item.pictures} - freed(item) == set(row["images"]) - {IN_A_COMMENT}


def freed(item: Item) -> set[str]:
    """Pictures that Jekyll shows by its ``markdown="1"``; the rows, read as CommonMark, do not know them."""
    is_freed = any(note.name == "markdown=" for note in item.notes) and item.source.startswith(
        "markdown:mehdix-fa"
    )
    return {one.reference for one in item.pictures if is_freed and one.reference in IN_FIGURES}


def test_missing_pictures_are_reported(folder: Path) -> None:
    reported = {(i.source_ref, note.name) for i in items(folder).values() for note in i.notes if note.name}
    assert missing(folder) - reported == set()


def test_no_other_picture_is_missing(folder: Path) -> None:
    lost = {
        (item.source_ref, picture.reference)
        for item in items(folder).values()
        for picture in (*item.pictures, *([item.lead_picture] if item.lead_picture else []))
        if picture.path is None and not picture.url and picture.reference not in freed(item)
    }
    assert lost == missing(folder)


def test_facts_hold(folder: Path) -> None:
    facts_of = json.loads((folder / "facts.json").read_text())["facts"]
    assert {name: facts_of[name] for name in counted(folder)} == counted(folder)


def counted(folder: Path) -> dict[str, int]:
    own = list(items(folder).values())
    used = {
        picture.path
        for item in own
        for picture in (*item.pictures, item.lead_picture)
        if picture and picture.path
    }
    return {
        "posts": len(own),
        "drafts": sum(item.draft for item in own),
        "published": sum(not item.draft for item in own),
        "distinct_tags_exact": len({tag for item in own for tag in item.written.tags}),
        "distinct_categories_exact": len({one for item in own for one in item.written.categories}),
        "distinct_authors_exact": len({one for item in own for one in item.written.authors}),
        "distinct_aliases": len({one for item in own for one in item.written.aliases}),
        "distinct_permalinks": len({item.written.permalink for item in own if item.written.permalink}),
        "distinct_explicit_slugs": len({item.written.slug for item in own if item.written.slug}),
        "image_files_local_present_and_used": len(used),
    }
