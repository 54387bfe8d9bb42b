"""What a link in a text can be chosen from: texts by the words of their titles, whatever their kind."""

from datetime import datetime
from typing import Any

from accounts.models import User
from content.markdown.links import is_remote, valid_address
from content.models import Newest
from content.translating import language_of, linked
from studio.shelf import Row, named, rows

LOOKED_AT = 60  # texts that fit, last changed first; of others' drafts none is offered
SHOWN = 12
HIDDEN = {"draft", "withdrawn"}  # from readers; for its authors, and whoever may change it


def texts(words: str, user: User, now: datetime) -> list[Row]:
    """The texts with *words* in their titles or addresses that *user* may link to."""
    found = named(Newest.objects.select_related("author"), words).order_by("-revision_id")[:LOOKED_AT]
    return [row for row in rows(found, user, now) if _is_offered(row)][:SHOWN]


def translations(thing: Any, words: str, user: User, now: datetime) -> list[Row]:
    """The texts with *words* in their titles that *user* may link *thing* with, in languages it lacks."""
    fitting = Newest.objects.filter(of=thing.kind).exclude(thing_id=thing.pk).select_related("author")
    found = named(fitting, words).order_by("-revision_id")[:LOOKED_AT]
    taken = {language_of(each) for each in (thing, *linked(thing))}
    offered = (row for row in rows(found, user, now) if row.state["is"] != "trashed")
    mine = [row for row in offered if user.may("translate", row.thing)][:SHOWN]
    return [row for row in mine if language_of(row.thing) not in taken]


def _is_offered(row: Row) -> bool:
    state = row.state["is"]
    return state != "trashed" and (row.is_open or state not in HIDDEN)


def outside(words: str) -> str:
    """The address on the web that *words* are, as a text can hold it; empty where they are none."""
    address = words.strip()
    return valid_address(address) if is_remote(address) and " " not in address else ""
