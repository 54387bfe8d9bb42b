"""Headings: levels without gaps, ids in their own script, links that find them."""

import pytest

from content.markdown import Heading, render


def levels(source: str) -> list[int]:
    return [heading.level for heading in render(source).headings]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A\n## B\n# C", [2, 3, 2]),
        ("## A\n### B\n## C", [2, 3, 2]),
        ("## A\n#### B\n##### C\n### D", [2, 3, 4, 3]),
        ("### A\n## B", [2, 2]),
        ("# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]),
    ],
)
def test_levels_begin_below_the_title_and_skip_none(source: str, expected: list[int]) -> None:
    assert levels(source) == expected


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("The dots", "h-the-dots"),
        ("Don't panic!", "h-dont-panic"),
        ("日本語の見出し", "h-日本語の見出し"),
        ("عنوان فارسی", "h-عنوان-فارسی"),
        ("हिन्दी शीर्षक", "h-हिन्दी-शीर्षक"),
        ("🎉", "h-section"),
        ("main", "h-main"),
    ],
)
def test_ids_keep_the_script_and_never_meet_the_layouts(text: str, identity: str) -> None:
    assert render(f"## {text}").headings == (Heading(2, identity, text.replace("'", "’")),)


def test_same_words_get_different_ids() -> None:
    source = '## A\n## A\n## A 2\n\n<p id="a">x</p>'
    html = render(source).html
    identities = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert identities == ["h-a", "h-a-2", "h-a-2-2", "h-a-3"]


def test_links_within_the_text_find_headings_and_the_authors_own_anchors() -> None:
    html = render('[a](#the-dots) [b](#Old%20Place)\n\n## The dots\n\n<a name="Old Place"></a>').html
    assert '<a href="#h-the-dots">a</a> <a href="#h-old-place">b</a>' in html
    assert '<span id="h-old-place"></span>' in html


def test_a_link_to_no_place_in_the_text_is_text_and_reported() -> None:
    rendered = render("[a](#nowhere)")
    assert rendered.html == "<p>a</p>"
    assert rendered.unresolved == ("#nowhere",)


def test_an_empty_heading_is_none() -> None:
    assert render("##\n\ntext").html == "<p>text</p>"
