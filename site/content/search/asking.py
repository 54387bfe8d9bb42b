"""What somebody asks for, read from anything that can be typed. Nothing is an error, and nothing is long."""

import re
from dataclasses import dataclass, field, replace

from content.search import words

LONGEST = 200  # characters of a query; what stands behind them is not looked at
MOST_WORDS = 12
SHORTEST_BEGINNING = 2  # letters of a word that is still being typed
QUOTED = re.compile('(-?)(?:"([^"]*)"|“([^“”]*)[“”]|„([^„“”]*)[“”]|«([^«»]*)»|「([^「」]*)」)|(\\S+)')
# Too common to ask for, where there are other words (English, German, French, Spanish, Persian).
# fmt: off
COMMON = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "has", "have", "how",
        "i", "if", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to", "was", "what", "when",
        "which", "who", "why", "will", "with", "you", "your", "der", "die", "das", "den", "dem", "des",
        "ein", "eine", "und", "oder", "ist", "im", "mit", "von", "zu", "zum", "zur", "auf", "fur", "le",
        "la", "les", "un", "une", "et", "est", "du", "de", "dans", "pour", "el", "los", "las", "y", "en",
        "que", "del", "por", "para", "و", "در", "به", "از", "که", "این", "را", "با", "است", "برای", "آن",
        "یک",
    )
)
# fmt: on


@dataclass(frozen=True)
class Wanted:
    """A word, or several that stand together: what the index has of it, and as it was typed.

    The last word may be the beginning of one (``is_open``): somebody is typing still.
    """

    terms: tuple[str, ...]
    said: str
    is_open: bool = False
    is_phrase: bool = False


@dataclass(frozen=True)
class Narrowing:
    """What results are narrowed to; empty fields narrow nothing. Topics and authors by their slugs."""

    kind: str = ""
    topic: str = ""
    author: str = ""
    year: str = ""
    language: str = ""

    def items(self) -> dict[str, str]:
        """The fields that narrow, by name."""
        return {name: value for name, value in vars(self).items() if value}

    def without(self, name: str) -> "Narrowing":
        return replace(self, **{name: ""})


@dataclass(frozen=True)
class Query:
    """A query: everything in ``wanted`` and nothing in ``unwanted``."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    unwanted: tuple[Wanted, ...] = ()
    narrowing: Narrowing = field(default_factory=Narrowing)

    @property
    def is_empty(self) -> bool:
        return not self.wanted

    @property
    def whole(self) -> "Query":
        """The same query, and its last word is not the beginning of one."""
        return replace(self, wanted=tuple(replace(each, is_open=False) for each in self.wanted))

    def with_words(self, corrected: dict[str, str]) -> "Query":
        """The same query with some words spelt otherwise, in its text too."""
        text = self.text
        for said, better in corrected.items():
            text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", better, text, flags=re.IGNORECASE)
        return read(text, self.narrowing)


def read(text: str, narrowing: Narrowing | None = None) -> Query:
    """The query in *text*: words, ``"words together"``, ``-unwanted``."""
    text = " ".join(text[:LONGEST].replace("\0", " ").split())
    wanted: list[Wanted] = []
    unwanted: list[Wanted] = []
    for found in list(QUOTED.finditer(text))[: MOST_WORDS * 2]:
        _sort_in(found, found.end() == len(text), wanted, unwanted)
    rare = [each for each in wanted if each.is_phrase or each.terms[0] not in COMMON]
    asked = tuple((rare or wanted)[:MOST_WORDS])
    return Query(text, asked, tuple(unwanted[:MOST_WORDS]), narrowing or Narrowing())


def _sort_in(found: re.Match[str], is_last: bool, wanted: list[Wanted], unwanted: list[Wanted]) -> None:
    minus, *phrases, word = found.groups()
    phrase = next((each for each in phrases if each is not None), None)
    if phrase is not None:
        (unwanted if minus else wanted).extend(_together(phrase))
    elif len(word) > 1 and word[0] in "-−–":
        unwanted.extend(_together(word[1:]))
    else:
        wanted.extend(_apart(word, is_open=is_last))


def _together(phrase: str) -> list[Wanted]:
    terms = _of_phrase(phrase)
    return [Wanted(terms, phrase.strip(), is_phrase=True)] if terms else []


def _of_phrase(phrase: str) -> tuple[str, ...]:
    """As ``words.terms``, but a run that ends does not end the text's run."""
    found: list[str] = []
    for run in words.runs(phrase):
        found += (words.pairs(run) or [run]) if words.is_unspaced(run) else [words.stem(run)]
    return tuple(found)[: MOST_WORDS * 4]


def _apart(word: str, *, is_open: bool) -> list[Wanted]:
    """One typed word may be several: those of ``well-known`` stand together, those of ``C編集`` may not."""
    runs = list(words.runs(word))
    if len(runs) > 1 and not any(map(words.is_unspaced, runs)):
        is_open = is_open and len(runs[-1]) >= SHORTEST_BEGINNING
        return [Wanted(_of_phrase(word), word, is_open=is_open, is_phrase=True)]
    return [_one(run, is_open=is_open and at == len(runs) - 1) for at, run in enumerate(runs)]


def _one(run: str, *, is_open: bool) -> Wanted:
    if words.is_unspaced(run):
        terms = tuple(words.pairs(run)) or (run,)
        return Wanted(terms[: MOST_WORDS * 4], run, is_open=len(run) == 1, is_phrase=len(terms) > 1)
    return Wanted((words.stem(run),), run, is_open=is_open and len(run) >= SHORTEST_BEGINNING)
