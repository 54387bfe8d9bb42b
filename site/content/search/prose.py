"""The words of a rendered body, and which of them are prose: what an excerpt is taken from, if it can be."""

import html
import re
from collections.abc import Iterator

LONGEST_TEXT = 200_000  # characters
BLOCK_ENDS = re.compile(
    r"</(?:p|li|h[1-6]|td|th|pre|dt|dd|figcaption|blockquote|div)>|<br\s*/?>|</span>(?=<span>)",
    re.IGNORECASE,
)
NOTE_MARKS = re.compile(r'<sup class="fnref">.*?</sup>|<a class="back".*?</a>', re.DOTALL)
TAG = re.compile(r"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
ASIDES = re.compile(
    r'<figure class="(?:code|embed)\b.*?</figure>|<(pre|table|h[1-6])\b.*?</\1>'
    r'|<p class="title">.*?</p>|<div class="formula".*?</div>',
    re.DOTALL,
)
ASIDE = "\t"  # begins the line of one: no other line has a tab


def plain_text(body_html: str) -> str:
    """The words of a rendered body, a line for each block."""
    return "\n".join(words for words, _ in _lines(body_html))[:LONGEST_TEXT]


def text_with_asides(body_html: str) -> str:
    """As ``plain_text``, and each line that is no prose begins with ASIDE: code, a cell, a heading."""
    return "\n".join(f"{ASIDE}{words}" if is_aside else words for words, is_aside in _lines(body_html))[
        :LONGEST_TEXT
    ]


def prose_of(text: str) -> str:
    """What is prose of a text with asides."""
    if ASIDE not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not line.startswith(ASIDE))


def is_aside(text: str, at: int) -> bool:
    """Whether what stands at *at* of a text with asides is no prose."""
    return text.startswith(ASIDE, text.rfind("\n", 0, at) + 1)


def _lines(body_html: str) -> Iterator[tuple[str, bool]]:
    read = NOTE_MARKS.sub("", body_html[: LONGEST_TEXT * 4])
    at = 0
    for found in ASIDES.finditer(read):
        yield from ((words, False) for words in _words(read[at : found.start()]))
        yield from ((words, True) for words in _words(found[0]))
        at = found.end()
    yield from ((words, False) for words in _words(read[at:]))


def _words(read: str) -> Iterator[str]:
    text = html.unescape(TAG.sub("", BLOCK_ENDS.sub("\n", read)))
    for line in text.replace("\0", " ").split("\n"):
        if words := " ".join(line.split()):
            yield words
