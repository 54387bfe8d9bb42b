"""The picture that stands for a text where its address is shared: its title in the site's type and colours.

The house's font writes Latin letters; two that came with it (``OWN``) write Arabic script and what Chinese,
Japanese and Korean have in common use. For others a font has to be on the machine (``FONTS``); a title with
a letter that no font has gets no card, for boxes in its place are worse than none. Shaping and the direction
from right to left are Pillow's, by HarfBuzz and FriBiDi: where it has none, what is written so gets no card.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from zlib import crc32

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

import seo

WIDTH, HEIGHT, EDGE = 1200, 630, 84
SIZES = (92, 80, 70, 62, 54, 48)  # pixels, the largest that fits
MOST_LINES = 4
LEADING = 1.16
SMALL = 32
GAP = 56  # over the line at the foot
TALLEST = HEIGHT - 2 * EDGE - 2 * SMALL - GAP - 12  # pixels of a title between the site's name and the foot
COLOURS = 32  # flat, so a palette is enough, and 20 kB
PAPER, INK, INK_2, ACCENT = "#fcfcfa", "#1b1f26", "#474c55", "#0d3c9c"
HOUSE = "fonts/source-serif-4-roman.woff2"
OWN = ("vazirmatn/vazirmatn-bold.woff2", "noto-sans-cjk/noto-sans-cjk-bold.woff2")  # bin/fonts makes them
# Where Debian and its like keep the fonts of other scripts; the first that has all letters writes the title.
FONTS = (
    "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Bold.ttf",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-SemiBold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/noto/NotoSerif-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerifHebrew-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerifDevanagari-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerifThai-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# What stands together: a word, or one letter of a script without spaces with the marks that begin no line.
PIECE = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
    "[、。，．・：；？！）］」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]*"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+\s*|\s+"
)


@dataclass(frozen=True)
class Card:
    """What a card says. *brand* is the site's colour as ``#rrggbb``, or empty for the house's."""

    title: str
    site: str
    byline: str = ""
    brand: str = ""


def byline(*said: str) -> str:
    """What stands at the foot of a card."""
    return " · ".join(filter(None, said))


def can_be_drawn(title: str) -> bool:
    """Whether a font is there that has every letter of *title*, and what it is written with goes its way."""
    return _font_of(_letters(title)) is not None and (_shapes() or not RIGHT_TO_LEFT.search(title))


def image(at: str, title: str) -> seo.Image | None:
    """The card of *title* as the head of a page names it, or None where none can be drawn.

    Its address is another for another title, for those who keep pictures long.
    """
    if not can_be_drawn(title):
        return None
    return seo.Image(f"{at}?v={crc32(title.encode()):08x}", WIDTH, HEIGHT, title)


def drawn(card: Card) -> bytes:
    """*card* as PNG, 1200 × 630. Raises ValueError for a title that no font can write."""
    path = _font_of(_letters(card.title))
    if path is None:
        raise ValueError("No font has all the letters of this title.")
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 12), fill=card.brand or ACCENT)
    rtl = bool(RIGHT_TO_LEFT.search(card.title))
    font, lines = _fitting(card.title, path)
    top = HEIGHT - EDGE - SMALL - GAP - round(len(lines) * font.size * LEADING)
    for line in lines:
        _write(pen, line, font, top, INK, rtl=rtl)
        top += round(font.size * LEADING)
    _write_small(pen, card.site, EDGE - 12, card.brand or ACCENT, rtl=rtl)
    _write_small(pen, card.byline, HEIGHT - EDGE - SMALL, INK_2, rtl=rtl)
    made = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _write(
    pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, top: int, colour: str, *, rtl: bool
) -> None:
    place = (WIDTH - EDGE, top) if rtl else (EDGE, top)
    direction = ("rtl" if rtl else "ltr") if _shapes() else None
    pen.text(place, text, fill=colour, font=font, anchor="ra" if rtl else "la", direction=direction)


def _write_small(pen: ImageDraw.ImageDraw, text: str, top: int, colour: str, *, rtl: bool) -> None:
    path = _font_of(_letters(text)) if text else None
    if path is not None:
        _write(pen, _cut(text, font := _font(path, SMALL)), font, top, colour, rtl=rtl)


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    """*text* in one line of the card."""
    while font.getlength(text) > WIDTH - 2 * EDGE:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _fitting(title: str, path: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which *title* fits, and its lines; in the smallest it is cut."""
    room = WIDTH - 2 * EDGE
    for size in SIZES:
        font = _font(path, size)
        lines = _lines(title, font, room)
        most = min(MOST_LINES, int(TALLEST / (size * LEADING)))
        if len(lines) <= most and all(font.getlength(line) <= room for line in lines):
            return font, _balanced(title, font, room, len(lines))
    lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "…"] if len(lines) > MOST_LINES else lines
    return font, [_cut(line, font) for line in lines]


def _lines(title: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [""]
    for piece in PIECE.findall(" ".join(title.split())):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _balanced(title: str, font: ImageFont.FreeTypeFont, room: int, number: int) -> list[str]:
    """The same *number* of lines, about equally long: the narrowest column in which they are no more."""
    narrow, wide = room // number, room
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(_lines(title, font, middle)) > number:
            narrow = middle
        else:
            wide = middle
    lines = _lines(title, font, wide)
    return lines if all(font.getlength(line) <= room for line in lines) else _lines(title, font, room)


def _letters(text: str) -> str:
    return "".join(sorted(set("".join(text.split()))))


@lru_cache(maxsize=4096)
def _font_of(letters: str) -> str | None:
    """The first font that has all *letters*; the same on every machine, unless none of ours has."""
    return next((path for path in _fonts() if all(_has(path, letter) for letter in letters)), None)


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(_there())


def _there() -> Iterator[str]:
    yield str(Path(settings.BASE_DIR) / "assets" / HOUSE)
    yield from (str(Path(__file__).parent / "fonts" / each) for each in OWN)
    yield from (path for path in FONTS if Path(path).is_file())


@lru_cache(maxsize=4096)
def _has(path: str, letter: str) -> bool:
    """Whether a font has *letter*, and no box in its place; what has no shape of its own goes with any."""
    if letter in "\u200c\u200d\u200e\u200f":
        return True
    font = _font(path, 24)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffe"))


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    if path.endswith(HOUSE):
        font.set_variation_by_axes([600])
    return font


@cache
def _shapes() -> bool:
    """Whether Pillow can shape and order letters here; else it writes them one by one."""
    return bool(features.check("raqm"))
