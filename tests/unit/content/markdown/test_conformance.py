"""The parser keeps CommonMark and GitHub's extensions, and differs only where we say so."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.markdown.parser import commonmark, parser

OUR_TYPOGRAPHY = {
    *(14, 46, 55, 87, 91, 197, 209, 210, 352, 359, 363, 380, 385, 395, 508, 590),
    *(619, 620, 622, 624, 632, 650),
}
OUR_CODE_TITLES = {143, 146}
BARE_ADDRESSES = {608, 611, 612}

KNOWN_DIFFERENCES = {
    "definition_list": {"3": "one term for each definition", "4": "tight when one line", "5": "tight"},
    "linkify": {"7": "no ftp", "9": "typography", "10": "an address does not reach over an underscore"},
    "strikethrough": {"5": "the fence's title is kept"},
    "table": {"6": "typography", "12": "typography", "13": "its own escapes", "14": "typography"},
    "tasklist": {},
    "typographer": {"3": "no guillemets", "18": "a rare clipping", "19": "descriptions as typed"},
}


def examples(corpus: Path) -> list[dict[str, str]]:
    return json.loads((corpus / "torture/markdown/commonmark-0.31.2.json").read_text())


def without_insignificant_space(written: str) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s*/>", ">", written)).strip()


def test_the_core_passes_every_example_of_commonmark(corpus: Path) -> None:
    wrong = [
        example["example"]
        for example in examples(corpus)
        if without_insignificant_space(commonmark().render(example["markdown"]))
        != without_insignificant_space(example["html"])
    ]
    assert (len(examples(corpus)), wrong) == (652, [])


def test_our_parser_differs_from_commonmark_only_by_its_extensions(corpus: Path) -> None:
    differing = {
        example["example"]
        for example in examples(corpus)
        if without_insignificant_space(parser().render(example["markdown"]))
        != without_insignificant_space(example["html"])
    }
    assert differing == OUR_TYPOGRAPHY | OUR_CODE_TITLES | BARE_ADDRESSES


def cases(corpus: Path, name: str) -> Iterator[tuple[str, str, str]]:
    written = (corpus / f"torture/markdown/goldmark-extensions/{name}.txt").read_text()
    for case in re.split(r"//(?:= )+=//", written):
        parts = re.split(r"//(?:- )+-//", case)
        if len(parts) == 3:
            yield re.split(r"\D", parts[0].strip())[0], parts[1][1:], parts[2]


def in_one_spelling(written: str) -> str:
    written = re.sub(r' class="(contains-task-list|task-list-item)"', "", written)
    written = re.sub(r"<input[^>]*>", lambda box: "[x]" if " checked" in box[0] else "[ ]", written)
    written = re.sub(r"<(/?)s>", r"<\1del>", written)
    return html.unescape(without_insignificant_space(written))


@pytest.mark.parametrize("name", list(KNOWN_DIFFERENCES))
def test_extensions_read_what_goldmark_reads(corpus: Path, name: str) -> None:
    differing = {
        number
        for number, source, expected in cases(corpus, name)
        if in_one_spelling(parser().render(source)) != in_one_spelling(expected)
    }
    assert differing == set(KNOWN_DIFFERENCES[name])
