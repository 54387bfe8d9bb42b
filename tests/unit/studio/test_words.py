"""What the studio makes of words: names in a line, menus, what goes on after a conflict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import names
from studio.menus import Row, items_of, rearranged, rows_of, written

NAMES = st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1), unique=True)


@given(NAMES)
def test_names_come_out_of_their_line_as_they_went_in(given_names):
    assert names.split(names.join(given_names)) == given_names


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ink, Proofs", ["Ink", "Proofs"]),
        ('Ink, "Life, and letters"', ["Ink", "Life, and letters"]),
        (" , ,", []),
    ],
)
def test_names_are_parted_by_commas_unless_they_are_quoted(line, parts):
    assert names.split(line) == parts


def test_a_menu_is_rows_of_words_and_an_address():
    rows = written(["About  us", "", "Elsewhere"], ["/about/", "", "https://example.org/"])
    assert items_of(rows) == [
        {"title": "About us", "url": "/about/"},
        {"title": "Elsewhere", "url": "https://example.org/"},
    ]
    assert rows_of(items_of(rows)) == rows


@pytest.mark.parametrize(
    ("title", "address"),
    [("", "/blog/"), ("Nowhere", ""), ("Evil", "javascript:alert(1)"), ("Elsewhere", "//evil.example/")],
)
def test_a_row_without_words_or_an_address_says_so(title, address):
    assert written([title], [address])[0].error


@pytest.mark.parametrize(
    ("place", "step", "order"),
    [
        (0, "up", "abc"),
        (1, "up", "bac"),
        (1, "down", "acb"),
        (2, "down", "abc"),
        (1, "away", "ac"),
        (9, "up", "abc"),
    ],
)
def test_a_row_moves_one_step_or_away(place, step, order):
    rows = [Row(letter, "/") for letter in "abc"]
    assert "".join(row.title for row in rearranged(rows, place, step)) == order
