"""What the palette finds: things to do, and texts by their titles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from content import kinds
from content.folding import folded
from content.models import Newest
from studio.shelf import Row, named, rows

LOOKED_AT, SHOWN = 40, 12


@dataclass(frozen=True)
class Action:
    """Something to do: where it leads, and *is_post* where that changes something."""

    label: str
    address: str
    is_post: bool = False
    also: str = ""  # other words that somebody may look for

    def fits(self, words: list[str]) -> bool:
        """Whether each of *words* begins a word of it."""
        own = folded(f"{self.label} {self.also}").split()
        return all(any(each.startswith(word) for each in own) for word in words)


def actions(user: User, at: str, words: str) -> list[Action]:
    """What *user* can do that fits *words*; with the text it is opened over (``post:17``) first."""
    asked = folded(words).split()
    return [action for action in (*_with_text(user, at), *_anywhere(user)) if action.fits(asked)]


def texts(words: str, user: User, now: datetime) -> list[Row]:
    """The texts with *words* in their titles that *user* can open or read, last changed first."""
    if not folded(words).split():
        return []
    found = named(Newest.objects.select_related("author"), words).order_by("-revision_id")[:LOOKED_AT]
    listed = rows(found, user, now)
    return [row for row in listed if row.is_open or row.state["is"] in ("live", "changed")][:SHOWN]


def _with_text(user: User, at: str) -> list[Action]:
    thing = kinds.thing(at)
    if thing is None or not user.may("revise", thing):
        return []
    return [
        Action(f"{label} “{thing}”", reverse(f"studio:{name}", args=[thing.kind, thing.pk]))
        for verb, name, label in OF_A_TEXT
        if user.may(verb, thing)
    ]


OF_A_TEXT = (
    ("publish", "publish", "Publish…"),
    ("revise", "timeline", "Timeline of"),
    ("withdraw", "withdraw", "Withdraw…"),
    ("comment", "review", "Review and notes of"),
    ("share", "links", "Share a preview of"),
    ("translate", "translations", "Translations of"),
)

ANYWHERE: tuple[tuple[str, str, tuple[Any, ...], str, str], ...] = (
    # right, name of the address, its arguments, label, other words
    ("draft", "new", ("post",), "New post", "write begin"),
    ("draft", "new", ("page",), "New page", "write begin"),
    ("", "desk", (), "Desk", "home start"),
    ("", "posts", (), "Posts", "shelf list"),
    ("", "pages", (), "Pages", "tree"),
    ("", "media", (), "Media", "pictures images"),
    ("", "files", (), "Files", "audio video sound film documents media"),
    ("arrange", "topics", (), "Topics", "tags"),
    ("arrange", "series", (), "Series", "parts order"),
    ("arrange", "redirects", (), "Redirects", "addresses"),
    ("audit", "log", (), "Log", "audit history"),
    ("invite", "people", (), "People", "accounts invite roles"),
    ("settings", "menus", (), "Menus", "navigation links"),
    ("settings", "settings", (), "Settings", "name logo look"),
    ("settings", "gate", (), "Publish gate", "checks settings"),
    ("profile", "profile", (), "Profile", "portrait links"),
)


def _anywhere(user: User) -> list[Action]:
    known = [
        Action(label, reverse(f"studio:{name}", args=arguments), also=also)
        for right, name, arguments, label, also in ANYWHERE
        if not right or user.may(right)
    ]
    own = f"{reverse('studio:posts')}?author=%40me&state=draft"
    return [
        *known,
        Action("My drafts", own),
        Action("Read the site", reverse("front:home"), also="home front"),
        Action("Log out", reverse("accounts:logout"), is_post=True, also="sign end"),
    ]
