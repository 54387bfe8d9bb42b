"""Who has a text open just now, tab by tab. It is a courtesy: nothing relies on it, and nothing is stored.

What keeps two authors from overwriting each other is the revision that each grew from, never this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

import ephemeral
from accounts.models import User

HERE = 30  # seconds that a tab counts as open after its last word
MANY = 20  # tabs that are remembered of a text


@dataclass(frozen=True)
class Tab:
    """A tab in which somebody has a text open."""

    name: str
    user: int
    who: str
    seen: float


def stay(thing: Any, tab: str, user: User) -> list[Tab]:
    """Remember that *user* has *thing* open in *tab*; the other tabs are returned."""
    mine = Tab(tab, user.pk, str(user), timezone.now().timestamp())
    others = _others(thing, tab)
    _remember(thing, [*others, mine])
    return others


def leave(thing: Any, tab: str) -> None:
    """Forget *tab*, which was closed."""
    _remember(thing, _others(thing, tab))


def open_now(texts: Iterable[tuple[str, int]], user: User) -> dict[tuple[str, int], str]:
    """Who but *user* has which of *texts* open, each named by its kind and number, in one question."""
    keys = {_key(*text): text for text in texts}
    found = ephemeral.recall_all(keys)
    others = {keys[key]: [tab for tab in _young(rows) if tab.user != user.pk] for key, rows in found.items()}
    return {text: in_words(tabs, user) for text, tabs in others.items() if tabs}


def in_words(others: list[Tab], user: User) -> str:
    """Who else has it open, as the status line says it; empty where nobody has."""
    names = list(dict.fromkeys(tab.who for tab in others if tab.user != user.pk))
    if names:
        return f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'} this open"
    return "Open in another tab of yours" if others else ""


def _others(thing: Any, tab: str) -> list[Tab]:
    tabs = ephemeral.recall(_key(thing.kind, thing.pk)) or []
    return [each for each in _young(tabs) if each.name != tab]


def _remember(thing: Any, tabs: list[Tab]) -> None:
    rows = [[tab.name, tab.user, tab.who, tab.seen] for tab in tabs[-MANY:]]
    ephemeral.keep(_key(thing.kind, thing.pk), rows, HERE)


def _young(rows: list[list[Any]]) -> list[Tab]:
    now = timezone.now().timestamp()
    return [tab for tab in (Tab(*row) for row in rows) if now - tab.seen < HERE]


def _key(kind: str, number: int) -> str:
    return f"open:{kind}:{number}"
