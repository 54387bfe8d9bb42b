"""Stylesheets as they are joined, and as they are written."""

import re

from config.stylesheets import Tighten
from tests.conftest import ROOT

CSS = ROOT / "assets" / "css"


def tightened(css):
    return Tighten(css).output()


def test_a_selector_keeps_the_space_that_makes_it_one():
    css = "@layer components {\n  /* No cards. */\n  .posts :is(h2, h3) a:hover { color: inherit; }\n}\n"
    assert tightened(css) == "@layer components{.posts :is(h2,h3) a:hover{color:inherit}}"


def test_a_value_keeps_the_space_that_it_needs_and_a_string_its_own():
    css = """q::before { --gap-2: calc(1rem + 2px); content: "{ a; b , c ;d: e;}"; }"""
    assert tightened(css) == """q::before{--gap-2:calc(1rem + 2px);content:"{ a; b , c ;d: e;}"}"""


def test_nothing_but_comments_space_and_last_semicolons_goes():
    for sheet in CSS.glob("*.css"):
        written = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert signs(tightened(sheet.read_text())) == signs(written), sheet.name


def signs(css):
    return re.sub(r"\s|;(?=\s*})", "", css)


def test_every_sheet_stands_in_a_layer():
    for sheet in CSS.glob("*.css"):
        assert "@layer" in sheet.read_text(), sheet.name


def test_nothing_is_asked_of_another_machine():
    for sheet in CSS.glob("*.css"):
        assert not re.search(r"url\(\"?(https?:)?//", sheet.read_text()), sheet.name
