"""The first heading of a text that has no title of its own."""

import re

from importers.blocks import blocks

ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
SETEXT = re.compile(r"^ {0,3}(\S[^\n]*)\n {0,3}(=+|-+)[ \t]*$", re.MULTILINE)


def first(text: str) -> tuple[str, int, int] | None:
    """The heading that serves as a title, with where it begins and ends: the first of level 1, else one that
    begins the text."""
    opening = len(text) - len(text.lstrip())
    for block in blocks(text):
        if block.kind != "prose":
            continue
        for found in sorted(_headings(text, block.start, block.end), key=lambda heading: heading[2]):
            if found[0] == 1 or found[2] <= opening:
                return found[1:]
    return None


def _headings(text: str, start: int, end: int) -> list[tuple[int, str, int, int]]:
    found = [(len(one[1]), _words(one[2]), one.start(), one.end()) for one in ATX.finditer(text, start, end)]
    underlined = SETEXT.finditer(text, start, end)
    return found + [
        (1 if one[2][0] == "=" else 2, _words(one[1]), one.start(), one.end()) for one in underlined
    ]


def _words(heading: str) -> str:
    heading = re.sub(r"\s*\{[#:.][^}]*\}$", "", heading)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip()


def without(text: str, start: int, end: int) -> str:
    """*text* without its heading, if it begins with it: a page shows its title above the text anyway."""
    return text[end:].lstrip("\n") if not text[:start].strip() else text
