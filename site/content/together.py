"""All fields of two versions that grew from one are put together; what both changed is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from content.fields import Fields
from content.merging import Merged, merge

TEXTS = ("summary", "body")  # put together by paragraph
SETS = ("topics",)  # what either added is in, what either took out is out
LISTS = ("authors",)  # an order that no machine can guess; both is one after the other
EITHER = ("mine", "theirs", "stet")
ALL = ("mine", "theirs", "both", "stet")


@dataclass(frozen=True)
class Question:
    """What both changed, and not to the same: of a text one stretch, of any other field the whole."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    ways: tuple[str, ...]

    def settled(self, way: str) -> Any:
        """The value of a field that is not put together by paragraph. Raises KeyError for another way."""
        values = {"mine": self.mine, "theirs": self.theirs, "stet": self.base}
        if self.name in LISTS:
            values["both"] = list(dict.fromkeys([*self.mine, *self.theirs]))
        return values[way]


@dataclass(frozen=True)
class Together:
    """Two versions put together: the fields that are clear, and the questions about the others."""

    clear: Fields
    texts: dict[str, Merged]
    questions: tuple[Question, ...]

    def fields(self, ways: Iterable[str] = ()) -> Fields:
        """All fields, the questions answered by *ways* in their order."""
        answers: dict[str, list[tuple[Question, str]]] = {}
        for question, way in zip(self.questions, ways, strict=True):
            answers.setdefault(question.name, []).append((question, way))
        settled = {
            name: asked[0][0].settled(asked[0][1]) for name, asked in answers.items() if name not in TEXTS
        }
        written = {
            name: merged.text(way for _, way in answers.get(name, ())) for name, merged in self.texts.items()
        }
        return self.clear | settled | written


def together(base: Fields, mine: Fields, theirs: Fields) -> Together:
    """*mine* and *theirs* put together; each has all the fields of a text."""
    clear: Fields = {}
    texts: dict[str, Merged] = {}
    questions: list[Question] = []
    for name in theirs:
        values = base.get(name), mine.get(name), theirs[name]
        if name in TEXTS:
            texts[name] = merge(*(value or "" for value in values))
            questions += [
                Question(name, each.base, each.mine, each.theirs, ALL) for each in texts[name].overlaps
            ]
        elif name in SETS:
            clear[name] = _either_set(*values)
        elif _is_clear(*values):
            clear[name] = values[2] if values[1] == values[0] else values[1]
        else:
            questions.append(Question(name, *values, ALL if name in LISTS else EITHER))
    return Together(clear, texts, tuple(questions))


def _is_clear(base: Any, mine: Any, theirs: Any) -> bool:
    return mine in (base, theirs) or theirs == base


def _either_set(base: list[int] | None, mine: list[int] | None, theirs: list[int]) -> list[int]:
    began, ours, others = set(base or ()), set(mine or ()), set(theirs)
    return sorted((ours | others) - (began - ours) - (began - others))
