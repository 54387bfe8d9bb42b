"""Two people wrote from one revision: what each made of it, for whoever has to settle it."""

from dataclasses import dataclass
from typing import Any

from content.comparing import Piece, shortened, words
from content.together import Question, Together
from studio.differing import LABELS, said

NAMED = {"mine": "Keep mine", "both": "Both, mine first", "stet": "Stet: keep the original"}


@dataclass(frozen=True)
class Hunk:
    """One thing to settle: what it was, and what each made of it against that."""

    name: str
    label: str
    base: str
    mine: list[Piece]
    theirs: list[Piece]
    ways: dict[str, str]
    chosen: str


def hunks(together: Together, whose: str, chosen: dict[str, str]) -> list[Hunk]:
    """The questions of *together* as they are asked; *whose* names the other, *chosen* is what was said."""
    return [
        _hunk(f"h{number}", question, whose, chosen.get(f"h{number}", "mine"))
        for number, question in enumerate(together.questions, start=1)
    ]


def ways(together: Together, chosen: dict[str, str]) -> list[str]:
    """The answers in the order of the questions; ``mine`` where nothing that can be was said."""
    said_of = [chosen.get(f"h{number}", "") for number in range(1, len(together.questions) + 1)]
    return [
        way if way in question.ways else "mine"
        for question, way in zip(together.questions, said_of, strict=True)
    ]


def _hunk(name: str, question: Question, whose: str, chosen: str) -> Hunk:
    base, mine, theirs = (
        said(question.name, value) for value in (question.base, question.mine, question.theirs)
    )
    named = NAMED | {"theirs": f"Take {whose}"}
    return Hunk(
        name,
        LABELS.get(question.name, question.name),
        base,
        shortened(words(base, mine)),
        shortened(words(base, theirs)),
        {way: named[way] for way in question.ways},
        chosen if chosen in question.ways else "mine",
    )


def owner(theirs: Any, user: Any) -> str:
    """Whose the other text is, as a button says it to *user*: “Priya’s”."""
    if theirs and theirs.author_id == user.pk:
        return "your other tab’s"
    name = theirs.author.first_name or str(theirs.author) if theirs and theirs.author else ""
    return f"{name}’s" if name else "the other one"
