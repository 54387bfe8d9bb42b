"""Addresses as people read them: letters of all scripts as letters, and what could deceive as it is sent."""

import re
from collections.abc import Iterator
from unicodedata import category
from urllib.parse import quote, unquote

BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
# Letters and marks that show as nothing: fillers, joiners, what chooses a variant.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def readable(address: str) -> str:
    """*address*, percent-encoded, with its letters and figures of any script shown as such.

    What has a meaning in an address stays as it is sent, and so does what is not seen or turns others
    round: all that is not a letter, a figure or a mark on one. It leads where *address* does.
    """
    return BEYOND_ASCII.sub(_decoded, address)


def _decoded(found: re.Match[str]) -> str:
    return "".join(_shown(unquote(found[0], errors="surrogateescape")))


def _shown(text: str) -> Iterator[str]:
    before = ""
    for sign in text:
        if category(sign)[0] in ("LNM" if before else "LN") and not UNSEEN.match(sign):
            yield (before := sign)
        else:
            yield quote(sign, errors="surrogateescape")
            before = ""
