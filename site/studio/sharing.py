"""The verbs for links to previews: they show a text as it would be published to people without an account.

A link ends by itself, and can be ended before. Its token is told once; the database has the hash alone.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

import ephemeral
from content.actors import Actor, allow
from content.log import note
from content.models import Revision
from content.trashing import KEPT
from studio.models import PreviewLink

LASTS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
MINUTE = 60  # seconds
LOOKS_A_MINUTE = 240  # a page with its pictures is one; a link that went round a mailing list stays open


@transaction.atomic
def share(
    *, actor: Actor, thing: Any, lasts: str, at: datetime | None = None, revision: Revision | None = None
) -> str:
    """Make a link to a preview of *thing* for a ``day``, a ``week`` or a ``month``; returns its token.

    It shows the newest revision, or this *revision* for good; as of the moment it is opened, or as of *at*
    until then.
    """
    allow(actor, "share", thing)
    if lasts not in LASTS:
        raise ValidationError("A link lasts a day, a week or a month.")
    token, now = secrets.token_urlsafe(32), timezone.now()
    PreviewLink.objects.filter(expires_at__lte=now - KEPT).delete()  # long ended, their texts perhaps gone
    link = PreviewLink.objects.create(
        digest=_digest(token),
        of=thing.kind,
        thing_id=thing.pk,
        revision=revision,
        at=at,
        by_id=actor.pk,
        made_at=now,
        expires_at=now + LASTS[lasts],
    )
    note(actor, "share", thing, now, {"preview": [None, f"{link.pk} until {link.expires_at.isoformat()}"]})
    return token


@transaction.atomic
def revoke(*, actor: Actor, thing: Any, link: PreviewLink) -> None:
    """End the *link* to *thing* at once."""
    allow(actor, "share", thing)
    now = timezone.now()
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        note(actor, "revoke", thing, now, {"preview": [str(link.pk), None]})


def of_thing(thing: Any, now: datetime) -> QuerySet[PreviewLink]:
    """The links to *thing* that still open, the newest first."""
    open_ones = PreviewLink.objects.filter(revoked_at=None, expires_at__gt=now)
    return open_ones.filter(of=thing.kind, thing_id=thing.pk).select_related("by").order_by("-pk")


def find(token: str) -> PreviewLink | None:
    """The link of *token*, ended or not; None for one that never was."""
    return PreviewLink.objects.filter(digest=_digest(token)).select_related("revision").first()


def is_open(link: PreviewLink, now: datetime) -> bool:
    """Whether *link* still shows anything."""
    return link.revoked_at is None and link.expires_at > now


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# When a link was opened, and how often, is kept beside the database: to look at a page writes nothing.


def note_opened(link: PreviewLink, now: datetime) -> None:
    """Remember that *link* was opened just now."""
    ephemeral.keep(_opened(link), now.isoformat(), (link.expires_at - now).total_seconds())


def last_opened(link: PreviewLink) -> datetime | None:
    """When *link* was last opened, as far as is remembered."""
    return parse_datetime(ephemeral.recall(_opened(link)) or "")


def is_asked_too_often(link: PreviewLink) -> bool:
    """Count one look, and say whether there were too many within the minute."""
    return ephemeral.count(f"preview:{link.digest}:looks", MINUTE) > LOOKS_A_MINUTE


def _opened(link: PreviewLink) -> str:
    return f"preview:{link.digest}:opened"
