"""One-time login links: an address that logs in whoever has it, once and for so long."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import LoginLink, User

LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(days=7)


def issue(user: User, now: datetime, lasts: timedelta = LASTS) -> str:
    """Make a link for *user* and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    LoginLink.objects.filter(good_until__lt=now).delete()
    LoginLink.objects.create(user=user, digest=_digest(token), made_at=now, good_until=now + lasts)
    return token


def end(user: User) -> None:
    """Make all links of *user* void."""
    LoginLink.objects.filter(user=user).delete()


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
    return LoginLink.objects.filter(digest=_digest(token), used_at=None, good_until__gt=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
