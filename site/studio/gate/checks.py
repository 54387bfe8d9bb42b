"""The table of checks: what each is called, what it says when all is well, and what it does by default."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from studio.gate import links, looks, machines, words
from studio.gate.findings import Finding, Text

ACTIONS: Final = {"off": "Not checked", "warn": "Told", "block": "Stopped"}


@dataclass(frozen=True)
class Check:
    """One check: its name, what passing it means, what is done by default, and how it looks."""

    label: str
    passed: str
    action: str
    run: Callable[[Text], Iterable[Finding]]


CHECKS: Final[dict[str, Check]] = {
    "pictures": Check("Descriptions of pictures", "Every picture is described", "block", looks.pictures),
    "inside": Check("Links within the site", "Every link within the site arrives", "block", links.inside),
    "outside": Check("Links to other sites", "Every link to another site answered", "warn", links.outside),
    "headings": Check("Order of headings", "Headings are in order", "warn", words.headings),
    "title": Check("Titles that are there twice", "No other text has its title", "warn", words.title),
    "description": Check("A summary", "It has a summary", "warn", words.description),
    "drawn": Check("Formulas and diagrams", "Every formula can be read", "warn", looks.drawn),
    "weight": Check("Weight of the page", "It comes within seconds", "warn", looks.weight),
    "colours": Check("Contrast of the site’s colour", "The site’s colour can be seen", "warn", looks.colours),
    "data": Check("Structured data", "What it tells machines is in order", "warn", machines.structured_data),
}


def found(text: Text) -> dict[str, list[Finding]]:
    """What each check says of *text*."""
    return {name: list(check.run(text)) for name, check in CHECKS.items()}
