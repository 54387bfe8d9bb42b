"""The house's type: each sign is served by one of its files, and a page of text stays light."""

import re

from PIL import ImageFont

from tests.conftest import ROOT

FONTS = ROOT / "assets" / "fonts"
SPANS = ((0x21, 0x7F), (0xA1, 0x180), (0x2010, 0x2028), (0x2030, 0x2040), (0x20A0, 0x20D0), (0x2190, 0x2213))
LATIN = [chr(number) for span in SPANS for number in range(*span)]
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def has(name):
    """The letters and signs that a file has a shape for."""
    font = ImageFont.truetype(FONTS / name, 24)
    missing = bytes(font.getmask("\U0010fffe"))
    return {sign for sign in LATIN if sign != "\xad" and bytes(font.getmask(sign)) != missing}


def faces():
    """What the stylesheet asks of each file: its name, whether for italics, and for which signs."""
    for face in re.findall(r"@font-face \{.*?\}", (ROOT / "assets/css/tokens.css").read_text(), re.DOTALL):
        name = re.search(r"fonts/([^\"]+)", face)[1]
        spans = RANGE.findall(face[face.index("unicode-range") :])
        signs = {chr(n) for first, last in spans for n in range(int(first, 16), int(last or first, 16) + 1)}
        yield name, "style: italic" in face, signs


def test_what_the_italic_does_not_have_stands_upright_among_italics():
    upright, italic = has("source-serif-4-roman.woff2"), has("source-serif-4-italic.woff2")
    asked = {(name, leans): signs for name, leans, signs in faces()}
    left_out = {sign for sign in asked["source-serif-4-roman.woff2", True] if sign in upright}
    assert italic
    assert left_out
    assert upright == italic | left_out
    assert not italic & left_out
    assert upright <= asked["source-serif-4-roman.woff2", False]
    assert italic <= asked["source-serif-4-italic.woff2", True]


def test_both_together_leave_a_page_of_text_under_sixty_kilobytes():
    assert sum(file.stat().st_size for file in FONTS.glob("*.woff2")) < 37_000
