"""Text as it is searched: the words of any script, without case, marks and endings.

The same on both databases and on both sides, the text's and the query's: a text is found by what is made of
it here. Scripts that put no spaces between words are searched by pairs of signs, in which any part of a
sentence is found (as Lucene's CJK bigrams do).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_WORD = 60  # letters; what is longer is no word that anybody types
JOINERS = "\u200c\u200d"  # Persian writes one word in two pieces with the first of them between

LETTERS = str.maketrans(
    {
        **dict(zip("øłđðıħŧ", "olddiht", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict(zip("يىكةۀھأإآٱؤئ", "ییکهههااااوی", strict=True)),
        **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    }
)
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
MARK_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed"
LETTER = rf"[^\W_{UNSPACED}]"
RUN = re.compile(rf"{LETTER}+(?:[{MARK_SIGNS}]+{LETTER}*)*(?:['’]{LETTER}+)?|[{UNSPACED}]+")
MARKS = re.compile(f"[{MARK_SIGNS}]+")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]")
# Whatever is no letter from a to z, no figure, and none of the signs that stand in texts of such letters.
OTHERS = re.compile(r"[^\x00-\x7f\xa0\xa7\xab\xb7\xbb\u2010-\u2027\u2030-\u203b\u2190-\u21ff\u2500-\u27bf]")
REMEMBERED = 32_768  # pieces: most of a text are the same few

Made = tuple[tuple[str, ...], tuple[str, ...]]  # terms and words


class Words(NamedTuple):
    """What is made of a text: the index's terms in their order, and its words with their endings."""

    terms: list[str]
    runs: set[str]


def plain(text: str) -> str:
    """*text* in small letters, without marks over letters and with one spelling of each letter."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", MARKS.sub("", parted)).translate(LETTERS)


def is_of_plain_letters(text: str) -> bool:
    """Whether the letters of *text* are plain as they are, but for their size."""
    return text.isascii() or not OTHERS.search(text)


def read(text: str) -> Words:
    """The terms and the words of *text*; what stands between spaces is looked at once, however often."""
    pieces = text.lower().split()
    known = {piece: MADE[piece] for piece in set(pieces)}
    return Words(
        terms=[term for piece in pieces for term in known[piece][0]],
        runs={run for made in known.values() for run in made[1]},
    )


def terms(text: str) -> list[str]:
    """What the index has of *text*, in its order."""
    return read(text).terms


def runs(text: str) -> Iterator[str]:
    """The words of *text*, plain and with their endings; unspaced signs that stand together are one."""
    for piece in text.lower().split():
        yield from MADE[piece][1]


def joined(text: str) -> list[str]:
    """The words of *text* that are written in pieces, as if they were written in one."""
    if "\u200c" not in text:
        return []
    pieces = [word for word in text.split() if "\u200c" in word]
    return [term for piece in pieces for term in terms(piece.translate(dict.fromkeys(map(ord, JOINERS))))]


def is_unspaced(run: str) -> bool:
    """Whether *run* is of a script without spaces."""
    return bool(IS_UNSPACED.match(run))


def pairs(run: str) -> list[str]:
    """The pairs of signs of *run*, which is unspaced."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def stem(word: str) -> str:
    """*word* without the ending of the plural, by Harman's rules for English; others lose an s at most.

    Source: D. Harman, How effective is suffixing? (1991), the "S" stemmer.
    """
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word if word.endswith(("us", "ss", "is")) else word[:-1]


def beginning(term: str) -> str:
    """What every word begins with of which *term* is made, however it ends."""
    return term[:-1] if term.endswith("y") and len(term) > 3 else term


class Remembered(dict[str, Made]):
    """What is made of pieces of text: looked up a thousand times a text, which a call each would double."""

    def __missing__(self, piece: str) -> Made:
        made = _read(piece)
        if len(piece) <= LONGEST_WORD:
            if len(self) >= REMEMBERED:
                self.clear()
            self[piece] = made
        return made


MADE = Remembered()


def _read(piece: str) -> Made:
    """The terms and the words of a piece of text."""
    runs = tuple(run for found in RUN.findall(piece) for run in _made_plain(found))
    return _terms_of(runs), runs


def _made_plain(piece: str) -> tuple[str, ...]:
    """*piece* made plain, which may be several words then; of the author's only the author is a word."""
    own = piece.partition("'")[0].partition("’")[0]
    if own.isascii():
        return (own[:LONGEST_WORD],)  # letters and digits already, and small ones
    found = (run.partition("'")[0] for run in RUN.findall(plain(own)))
    return tuple(run if is_unspaced(run) else run[:LONGEST_WORD] for run in found)


def _terms_of(found: tuple[str, ...]) -> tuple[str, ...]:
    """A last single sign closes a run, so that it is found by itself too."""
    return tuple(
        term for run in found for term in ((*pairs(run), run[-1]) if is_unspaced(run) else (stem(run),))
    )
