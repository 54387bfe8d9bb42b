"""How many texts are in each state: said beside the tabs, and never at the price of a slow shelf."""

from datetime import datetime

from content import kinds
from content.models import Newest
from studio.shelf import said_in_state
from studio.states import HIDDEN, in_state

MOST = 1000  # beyond it one reads "1,000+": a number that nobody counts by is not worth a walk


def counts(kind: str, now: datetime) -> dict[str, int]:
    """How many texts of *kind* are in each state; MOST + 1 stands for more. Live is what is left."""
    things = kinds.model(kind).objects
    found = {state: things.filter(in_state(state, now))[: MOST + 1].count() for state in HIDDEN}
    total = Newest.objects.filter(of=kind).count()
    found[""] = total - found["trashed"]
    found["live"] = max(0, found[""] - found["draft"] - found["scheduled"] - found["withdrawn"])
    found |= {state: _said(kind, state, now) for state in ("changed", "review")}
    return found


def _said(kind: str, state: str, now: datetime) -> int:
    return Newest.objects.filter(said_in_state(kind, state, now), of=kind)[: MOST + 1].count()
