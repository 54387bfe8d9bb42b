"""Readers' letters as readers meet them: which stand under a text, and whether more may be written."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.models import Comment, SiteSettings
from content.prepared import prepared

MOST = 1000  # letters in one page; who has more reads the first ones
SHOWN = ("parent_id", "person_id", "name", "body_html", "made_at", "edited_at")


def mode(thing: Any, site: SiteSettings) -> str:
    """``off``, ``moderated`` or ``open``: what *thing* says, else what the site does."""
    return str(thing.comments or site.comments)


def closes_at(thing: Any, site: SiteSettings) -> datetime | None:
    """When the last letter to *thing* may be written; None: there is no such day."""
    if not site.comments_days or thing.publish_at is None:
        return None
    closes: datetime = thing.publish_at + timedelta(days=site.comments_days)
    return closes


def may_be_written(thing: Any, site: SiteSettings, now: datetime) -> bool:
    """Whether readers may write to *thing* at *now*."""
    closes = closes_at(thing, site)
    return mode(thing, site) != "off" and thing.state(now) == "live" and (closes is None or now < closes)


def there_are(kind: str) -> Exists:
    """Whether letters stand under a row of *kind*: asked within the row's own query."""
    return Exists(Comment.objects.filter(of=kind, thing_id=OuterRef("pk"), state=Comment.State.APPROVED))


def standing(kind: str, number: int) -> list[Any]:
    """The letters that stand under the text *number* of *kind*, the oldest first, each with its ``replies``.

    An answer to what stands no more is not shown.
    """
    return _threads(_standing(kind, number))


@prepared
def _standing(kind: str, number: int) -> QuerySet[Comment]:
    found = Comment.objects.filter(of=kind, thing_id=number, state=Comment.State.APPROVED)
    return found.only(*SHOWN).order_by("made_at", "pk")[:MOST]


def newest(kind: str, number: int, most: int) -> list[Any]:
    """The newest of those letters, *most* at most."""
    standing_too = Q(parent=None) | Q(parent__state=Comment.State.APPROVED)
    found = Comment.objects.filter(standing_too, of=kind, thing_id=number, state=Comment.State.APPROVED)
    return list(found.only(*SHOWN).order_by("-made_at", "-pk")[:most])


def _threads(letters: Iterable[Any]) -> list[Any]:
    first: dict[int, Any] = {}
    for letter in letters:
        letter.replies = []
        if letter.parent_id is None:
            first[letter.pk] = letter
        elif letter.parent_id in first:
            first[letter.parent_id].replies.append(letter)
    return list(first.values())
