"""One-time login links: an address that logs in whoever has it, once and for a day."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import LoginLink, User

LASTS = timedelta(hours=24)


def issue(user: User, now: datetime) -> str:
    """Make a link for *user* and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    LoginLink.objects.filter(made_at__lt=now - LASTS).delete()
    LoginLink.objects.create(user=user, digest=_digest(token), made_at=now)
    return token


def is_good(token: str, now: datetime) -> bool:
    """Whether *token* would log somebody in. Asking uses nothing up."""
    return _unused(token, now).filter(user__is_active=True).exists()


def redeem(token: str, now: datetime) -> User | None:
    """The user of *token*, which is used up by this; None for one that is unknown, used or too old."""
    # One conditional UPDATE of one table: of two requests with the same token the database lets one through.
    if _unused(token, now).update(used_at=now) != 1:
        return None
    user = LoginLink.objects.select_related("user").get(digest=_digest(token)).user
    return user if user.is_active else None


def _unused(token: str, now: datetime) -> QuerySet[LoginLink]:
    return LoginLink.objects.filter(digest=_digest(token), used_at=None, made_at__gt=now - LASTS)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
