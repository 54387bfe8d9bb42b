"""One's own logins that go on: begun, listed, ended one by one or all but this."""

import ipaddress

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User, Visit
from accounts.throttling import client_address

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def begin(request: HttpRequest, user: User) -> None:
    """Note that *user* has just logged in; what has ended meanwhile is forgotten."""
    Visit.objects.filter(user=user).exclude(pk__in=of(user)).delete()
    Visit.objects.create(
        user=user,
        session=str(request.session.session_key),
        began_at=timezone.now(),
        network=roughly(client_address(request)),
        browser=browser(request.headers.get("User-Agent", "")),
    )


def of(user: User) -> QuerySet[Visit]:
    """The logins of *user* that go on, newest first."""
    lasting = Session.objects.filter(session_key=OuterRef("session"), expire_date__gt=timezone.now())
    return Visit.objects.filter(Exists(lasting), user=user).order_by("-began_at", "-pk")


def end(visits: QuerySet[Visit]) -> int:
    """End these: whoever has one of their sessions is nobody from now on. Returns how many there were."""
    keys = list(visits.values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    Visit.objects.filter(session__in=keys).delete()
    return len(keys)


def others(request: HttpRequest) -> QuerySet[Visit]:
    """The logins of the same user but this one."""
    own = Visit.objects.filter(user=request.user.pk)
    return own.exclude(session=request.session.session_key)


def rename(request: HttpRequest, was: str | None) -> None:
    """The session has another key since a moment ago, when it was *was*."""
    Visit.objects.filter(session=was).update(session=request.session.session_key)


def forget(request: HttpRequest) -> None:
    """This login is about to end."""
    Visit.objects.filter(session=request.session.session_key).delete()


def roughly(address: str) -> str:
    """The neighbourhood of *address*, which is all that is kept of it: a /24 of IPv4, a /48 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "an unknown place"
    if parsed.is_loopback:
        return "this machine"
    network = ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False)
    return f"{str(network.network_address).removesuffix('.0')}…"


def browser(agent: str) -> str:
    """A browser's name for itself in two words, as far as it is one of the common."""
    name = next((name for mark, name in BROWSERS.items() if f"{mark}/" in agent), agent[:60] or "Something")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{name} on {system}" if system else name
