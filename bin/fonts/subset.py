"""Makes the fonts of cards (``site/media/fonts``) from whole ones: README.md says from which.

``python subset.py NotoSansCJK-Bold.ttc Vazirmatn-Bold.ttf``; needs fonttools and brotli.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset

INTO = Path(__file__).resolve().parent.parent.parent / "site" / "media" / "fonts"
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x20AC}
ARABIC = {*range(0x600, 0x700), *range(0x200B, 0x2010), 0x2039, 0x203A, 0xFDFC}
# The rows of each standard that hold signs, kana and the characters in common use, or the syllables.
COMMON = {"euc_jp": (0xA1, 0xD0), "gb2312": (0xA1, 0xD8), "euc_kr": (0xB0, 0xC9)}


def letters(codec: str, first: int, end: int) -> Iterator[int]:
    """What stands in these rows of a standard of two bytes."""
    for row in range(first, end):
        for cell in range(0xA1, 0xFF):
            letter = bytes((row, cell)).decode(codec, errors="ignore")
            if len(letter) == 1:
                yield ord(letter)


def make(source: str, into: Path, wanted: set[int], features: list[str]) -> None:
    """Write the *wanted* letters of a font, with these features of its layout, and its checksum."""
    options = subset.Options(
        flavor="woff2", layout_features=features, hinting=False, desubroutinize=True, font_number=0
    )
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    subset.save_font(font, str(into), options)
    write_sums(into.parent)


def write_sums(folder: Path) -> None:
    """Write the checksum of every file of *folder* into its SHA256SUMS."""
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in _files(folder))
    (folder / "SHA256SUMS").write_text("".join(sums))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")


def main(cjk: str, vazirmatn: str) -> None:
    """Make both."""
    common = {letter for codec, rows in COMMON.items() for letter in letters(codec, *rows)}
    plain = ["kern", "mark", "mkmk", "ccmp"]  # the forms of other regions would double it
    make(cjk, INTO / "noto-sans-cjk" / "noto-sans-cjk-bold.woff2", LATIN | common, plain)
    make(vazirmatn, INTO / "vazirmatn" / "vazirmatn-bold.woff2", LATIN | ARABIC, ["*"])


if __name__ == "__main__":
    main(*sys.argv[1:])
