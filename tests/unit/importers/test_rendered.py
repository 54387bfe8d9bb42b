"""What readers see has the tables, code and pictures of the source."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from content.markdown import Rendered, render
from importers import matter
from importers.items import About, Item
from importers.leftovers import RAW
from importers.markdown_folder import read
from importers.texts import decode
from tests.unit.importers.test_rows import FOLDERS, freed

PLAIN = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
# Indented code that begins with ``~ `` is still taken for a definition by the renderer.
TAKEN_FOR_DEFINITIONS = {"src/_posts/2014-12-19-jekyll-structure.md": 2}
CODE_TAGS = {"highlight", "codeblock"}


@pytest.fixture(params=FOLDERS, scope="module")
def shown(request: pytest.FixtureRequest, corpus: Path) -> list[tuple[Item, dict[str, Any], str, Rendered]]:
    """Each post with its row, its source and what it became."""
    folder = corpus / "markdown" / request.param
    rows = {row["file"]: row for row in json.loads((folder / "expected_posts.json").read_text())["posts"]}
    found = [one for one in read(folder / "site") if isinstance(one, Item)]
    return [
        (one, rows[one.source_ref], body(folder / "site" / one.source_ref), render(one.body)) for one in found
    ]


def body(path: Path) -> str:
    return matter.read(decode(path.read_bytes())[0]).body


def in_html(source: str, tag: str) -> int:
    """How many of *tag* the raw HTML of the source has."""
    return sum(
        len(re.findall(rf"<{tag}\b", token.content))
        for token in PLAIN.parse(source)
        if token.type == "html_block"
    )


def tokens(source: str, kind: str) -> int:
    return sum(token.type == kind for token in PLAIN.parse(source))


def count(rendered: Rendered, selector: str) -> int:
    return len(BeautifulSoup(rendered.html, "html.parser").select(selector))


def translated(item: Item) -> int:
    return sum(note.about is About.TRANSLATED and note.name in CODE_TAGS for note in item.notes)


def test_every_fence_is_code(shown: list[Any]) -> None:
    for item, row, source, rendered in shown:
        other = tokens(RAW.sub("", source), "code_block") + in_html(source, "pre")
        other -= TAKEN_FOR_DEFINITIONS.get(item.source_ref, 0)
        assert count(rendered, "pre") == row["fences"] + translated(item) + other, item.source_ref


def test_every_table_is_a_table(shown: list[Any]) -> None:
    for item, row, source, rendered in shown:
        assert count(rendered, "table") == row["tables"] + in_html(source, "table"), item.source_ref


def test_every_picture_is_shown_or_linked(shown: list[Any]) -> None:
    for item, row, _, rendered in shown:
        expected = {unfilled(one) for one in row["images"]} | freed(item)
        assert {unfilled(one) for one in rendered.pictures} - {""} == expected - {""}, item.source_ref


def unfilled(reference: str) -> str:
    """A picture's address, or "" where template language stands in it."""
    return "" if "{" in reference else reference


def test_nothing_runs(shown: list[Any]) -> None:
    for item, _, _, rendered in shown:
        assert not re.search(
            r"<(?:script|style|iframe)|<[^>]+\s(?:on\w+=|\w+=\"javascript:)", rendered.html
        ), item.source_ref


def test_what_is_shown_as_text_is_there(shown: list[Any]) -> None:
    missing = Counter(
        (item.source_ref, note.name)
        for item, _, _, rendered in shown
        for note in item.notes
        if note.text.endswith("is shown as text.") and note.name.strip("[…]") not in rendered.html
    )
    assert not missing
