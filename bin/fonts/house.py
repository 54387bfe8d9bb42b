"""Makes the house's own type (``assets/fonts``) from Source Serif 4: README.md says from which files.

``python house.py source-serif-4-latin-wght-normal.woff2 source-serif-4-latin-wght-italic.woff2``; needs
fonttools and brotli. The same files make the same bytes.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.otlLib.optimize.gpos import compact
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fontTools.varLib.varStore import VarStoreInstancer
from subset import write_sums

INTO = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts"
LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœªº"
)
POINTS = " \u00a0\u00ad\u2009!¡?¿.,:;…·-–—/()[]&\"'‘’‚“”„«»‹›"
SIGNS = "#$%*+<=>@\\^_`{|}~¢£¥§¨©®°¶×•′″€↑↓−"  # upright among italics too: tokens.css
FAMILY = "Stet Serif"  # its licence keeps the name Source for the whole font
SAYS = [0, 1, 2, 4, 6, 14]  # of the names: whose it is, what it is called, its licence
UNSEEN = 5  # thousandths of an em by which a pair may stand otherwise: a tenth of a pixel in a text
UNEVEN = 2  # thousandths by which a point may lie elsewhere in bold: a tenth of a pixel in a title


def cut(source: str, letters: str, weight: Any) -> TTFont:
    """The *letters* of a font in these weights, with its ligatures and its kerning."""
    font = _reloaded(instancer.instantiateVariableFont(TTFont(source), {"wght": weight}))
    options = subset.Options(layout_features=["liga", "kern"], hinting=False, name_IDs=SAYS)
    options.drop_tables += ["BASE", "STAT"]  # a style sheet says which weights there are
    if "fvar" in font:
        font["fvar"].instances = []
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    return font


def _reloaded(font: TTFont) -> TTFont:
    """The same font as a file says it; what it was last changed at stays, or no two would be alike."""
    font.flavor, font.recalcTimestamp = None, False
    said = BytesIO()
    font.save(said)
    said.seek(0)
    return TTFont(said, recalcTimestamp=False)


def call(font: TTFont, style: str) -> None:
    """Give the font its own name."""
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY}-{style}".replace(" ", "")}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)


def steady(font: TTFont) -> None:
    """Let pairs stand in bold as they do in the text's weight where nobody sees the difference."""
    store = font["GDEF"].table.VarStore
    boldest = VarStoreInstancer(store, font["fvar"].axes, {"wght": 1.0})
    varying = [value for value in _pairs(font) if getattr(value, "XAdvDevice", None)]
    for value in varying:
        if abs(boldest[_place(value)]) <= UNSEEN:
            del value.XAdvDevice
    kept = [value for value in varying if getattr(value, "XAdvDevice", None)]
    places = store.subset_varidxes({_place(value) for value in kept})
    for value in kept:
        device = value.XAdvDevice
        device.StartSize, device.EndSize = divmod(places[_place(value)], 1 << 16)


def plain(font: TTFont) -> None:
    """Leave pairs unmoved that are moved by less than anybody sees."""
    for value in _pairs(font):
        if not hasattr(value, "XAdvDevice") and abs(value.XAdvance) <= UNSEEN:
            value.XAdvance = 0


def smooth(font: TTFont) -> None:
    """Let a letter's points follow their neighbours in bold where that leads them nearly to their place."""
    glyphs, widths = font["glyf"], font["hmtx"].metrics
    for name, shifts in font["gvar"].variations.items():
        points, drawn = glyphs._getCoordinatesAndControls(name, widths)
        for shift in shifts:
            shift.calcInferredDeltas(points, drawn.endPts)
            shift.roundDeltas()
            shift.optimize(points, drawn.endPts, UNEVEN, isComposite=drawn.numberOfContours < 0)


def _place(value: Any) -> int:
    return (value.XAdvDevice.StartSize << 16) + value.XAdvDevice.EndSize


def _pairs(font: TTFont) -> Iterator[Any]:
    """By how much the two of each pair are moved."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for each in getattr(table, "PairSet", ()):
                yield from (pair.Value1 for pair in each.PairValueRecord if pair.Value1)
            for first in getattr(table, "Class1Record", ()):
                yield from (second.Value1 for second in first.Class2Record if second.Value1)


def save(font: TTFont, name: str) -> None:
    """Write the font as small as it gets."""
    compact(font, 1)
    font.flavor = "woff2"
    font.save(INTO / name)


def main(normal: str, italic: str) -> None:
    """Make both."""
    upright = cut(normal, LETTERS + POINTS + SIGNS, (400, 650))
    call(upright, "Regular")
    steady(upright)
    plain(upright)
    smooth(upright)
    save(upright, "source-serif-4-roman.woff2")
    slanted = cut(italic, LETTERS + POINTS, 400)
    call(slanted, "Italic")
    plain(slanted)
    save(slanted, "source-serif-4-italic.woff2")
    write_sums(INTO)


if __name__ == "__main__":
    main(*sys.argv[1:])
