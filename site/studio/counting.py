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
    found["changed"] = _changed(kind, now)
    return found


def _changed(kind: str, now: datetime) -> int:
    waiting = Newest.objects.filter(said_in_state(kind, "changed", now), of=kind)
    return waiting[: MOST + 1].count()
