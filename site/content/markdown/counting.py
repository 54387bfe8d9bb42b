"""Words, as reading time needs them."""

from __future__ import annotations

import re

# Han, kana, fullwidth forms: written without spaces, two characters take about as long as a word.
IDEOGRAPHS = re.compile(
    r"[\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
WORD = re.compile(r"[^\W_]\S*")  # from its first letter or digit: the signs before it count for nothing


def count_words(text: str) -> int:
    """Words of a text; an ideograph or kana counts as half a word."""
    if text.isascii():
        return len(WORD.findall(text))
    spaced, ideographs = IDEOGRAPHS.subn(" ", text)
    return len(WORD.findall(spaced)) + (ideographs + 1) // 2
