"""How many wrong guesses are borne: counted by account and by address, in the database, for all processes.

A stranger who guesses at an account must not lock its owner out: a browser that has logged in before
carries a signed cookie and is counted by itself.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.mailboxes import mailbox
from accounts.models import FailedLogin, SpentCode, User
from accounts.neighbours import is_ours

WINDOW = timedelta(minutes=15)
# Wrong guesses borne within the window. A code is guessed only by whoever knows the password already;
# letters are those that one address may have sent, and one account may be sent.
LIMITS = {
    "account": 10,
    "address": 30,
    "device": 10,
    "code": 10,
    "letters": 5,
    "letters from": 20,
    "asked from": 20,
}
DEVICE_COOKIE = "known_device"
DEVICE_LASTS = 60 * 60 * 24 * 365  # seconds


def buckets(request: HttpRequest, username: str) -> list[str]:
    """What a guess at *username* is counted against."""
    name = username.strip().casefold()[:150]
    if _device(request) == name:
        return [f"device:{name}"]
    return [f"account:{name}", f"address:{network(client_address(request))}"]


@dataclass
class Attempt:
    """One guess: refused unheard, or heard and found right or wrong."""

    is_refused: bool
    is_right: bool = False


@contextmanager
def guess(names: list[str]) -> Iterator[Attempt]:
    """Around one guess that counts against the buckets *names*, unless it is found right."""
    now = timezone.now()
    attempt = Attempt(is_full(names, now))
    if not attempt.is_refused:
        count(names, now)
    yield attempt
    if attempt.is_right:
        forgive(names, now)


def spend(user: User, code: str) -> bool:
    """Use up *code* of *user* for the window; False where it was used up before, be it in the same moment."""
    now = timezone.now()
    digest = hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
    SpentCode.objects.filter(at__lt=now - WINDOW).delete()
    # One row a code: of two requests with the same one the database lets one through.
    _, is_first = SpentCode.objects.get_or_create(digest=digest, defaults={"at": now})
    return is_first


def letter_buckets(request: HttpRequest, address: str) -> list[str]:
    """What a letter that somebody asks to be sent to *address* is counted against."""
    return [
        f"letters:{mailbox(address)[:150]}",
        f"letters from:{network(client_address(request))}",
    ]


def asking_buckets(request: HttpRequest) -> list[str]:
    """What somebody who asks for new posts by mail is counted against: not what login links are."""
    return [f"asked from:{network(client_address(request))}"]


def is_full(names: list[str], now: datetime) -> bool:
    """Whether one of these buckets has borne all the wrong guesses that it bears."""
    return any(
        FailedLogin.objects.filter(bucket=name, at__gt=now - WINDOW).count() >= LIMITS[name.partition(":")[0]]
        for name in names
    )


def count(names: list[str], now: datetime) -> None:
    """Count one guess. It is counted before it is tried, so many at once gain nothing."""
    FailedLogin.objects.filter(at__lt=now - WINDOW).delete()
    FailedLogin.objects.bulk_create(FailedLogin(bucket=name, at=now) for name in names)


def forgive(names: list[str], now: datetime) -> None:
    """Take back the guess counted at *now*: it was right."""
    for name in names:
        first = FailedLogin.objects.filter(bucket=name, at=now).values("pk")[:1]
        FailedLogin.objects.filter(pk__in=list(first.values_list("pk", flat=True))).delete()


def remember_device(response: HttpResponse, user: User) -> None:
    """Let the browser be known again as one that *user* has logged in with."""
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(user.get_username().casefold(), salt=DEVICE_COOKIE),
        max_age=DEVICE_LASTS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _device(request: HttpRequest) -> str | None:
    try:
        name = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=DEVICE_LASTS)
    except signing.BadSignature:
        return None
    return str(name)


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks: what our own nginx wrote last, where the request came through it."""
    peer = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and is_ours(peer) else peer


def network(address: str) -> str:
    """*address* itself; of an IPv6 address the /64, since one connection has all of that."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
