"""Stylesheets as they are joined, and as they are written."""

import re

from config.stylesheets import Tighten
from tests.conftest import ROOT

CSS = ROOT / "assets" / "css"


def tightened(css):
    return Tighten(css).output()


def test_a_selector_keeps_the_space_that_makes_it_one():
    css = "@layer components {\n  /* No cards. */\n  .posts :is(h2, h3) a { color: inherit; }\n}\n"
    assert tightened(css) == "@layer components {\n.posts :is(h2, h3) a { color: inherit; }\n}"


def test_nothing_but_comments_and_indentation_goes():
    for sheet in CSS.glob("*.css"):
        written = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert tightened(sheet.read_text()).split() == written.split()


def test_every_sheet_stands_in_a_layer():
    for sheet in CSS.glob("*.css"):
        assert "@layer" in sheet.read_text(), sheet.name


def test_nothing_is_asked_of_another_machine():
    for sheet in CSS.glob("*.css"):
        assert not re.search(r"url\(\"?(https?:)?//", sheet.read_text()), sheet.name
