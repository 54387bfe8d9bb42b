"""Two people wrote from one revision: what each changed, and what the form goes on with."""

from dataclasses import dataclass

from content.fields import Fields
from studio.differing import LABELS, Difference, differences


@dataclass(frozen=True)
class Clash:
    """One field that both changed, each against what they began with."""

    label: str
    mine: Difference
    theirs: Difference


def together(base: Fields, mine: Fields, theirs: Fields) -> Fields:
    """*theirs* with what was changed here put over it: nothing that only they changed is lost."""
    return theirs | {name: value for name, value in mine.items() if value != base.get(name)}


def clashes(base: Fields, mine: Fields, theirs: Fields) -> list[Clash]:
    """The fields that both changed, and not to the same."""
    ours = {each.label: each for each in differences(base, base | mine)}
    others = {each.label: each for each in differences(base, theirs)}
    both = [
        label
        for name, label in LABELS.items()
        if label in ours and label in others and mine.get(name) != theirs.get(name)
    ]
    return [Clash(label, ours[label], others[label]) for label in both]
