"""What a link in a text can be chosen from: texts by the words of their titles, whatever their kind."""

from datetime import datetime

from accounts.models import User
from content.markdown.links import is_remote, valid_address
from content.models import Newest
from studio.shelf import Row, named, rows

LOOKED_AT = 60  # texts that fit, last changed first; of others' drafts none is offered
SHOWN = 12
HIDDEN = {"draft", "withdrawn"}  # from readers; for its authors, and whoever may change it


def texts(words: str, user: User, now: datetime) -> list[Row]:
    """The texts with *words* in their titles or addresses that *user* may link to."""
    found = named(Newest.objects.select_related("author"), words).order_by("-revision_id")[:LOOKED_AT]
    return [row for row in rows(found, user, now) if _is_offered(row)][:SHOWN]


def _is_offered(row: Row) -> bool:
    state = row.state["is"]
    return state != "trashed" and (row.is_open or state not in HIDDEN)


def outside(words: str) -> str:
    """The address on the web that *words* are, as a text can hold it; empty where they are none."""
    address = words.strip()
    return valid_address(address) if is_remote(address) and " " not in address else ""
