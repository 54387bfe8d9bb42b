"""Old addresses: each leads straight to where its text stands now."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from django.db.models import Q

from content.models import Redirect


def plain(address: str) -> str:
    """An address as it is kept: decoded, from the root, without the slash at its end."""
    return "/" + unquote(address).strip("/")


def find(path: str) -> Redirect | None:
    """The redirect at *path*, or None."""
    return Redirect.objects.filter(path=plain(path)).first()


def missing(addresses: Iterable[str], target: str) -> list[str]:
    """Those of *addresses* that do not lead to *target* yet."""
    leading = Redirect.objects.filter(path__in=[plain(address) for address in addresses], target=target)
    there = set(leading.values_list("path", flat=True))
    return [address for address in addresses if plain(address) not in there]


def leave(old: str, new: str, now: datetime) -> None:
    """Let the address *old* lead to *new*. What led to *old* leads to *new* too, so no chain arises."""
    if plain(old) == plain(new):
        return
    made = {"target": new, "status": Redirect.Status.MOVED, "made_at": now}
    if not Redirect.objects.filter(Q(path__in=[plain(old), plain(new)]) | Q(target=old)).exists():
        Redirect.objects.create(path=plain(old), **made)
        return
    Redirect.objects.filter(path=plain(new)).delete()
    Redirect.objects.filter(target=old).update(target=new)
    Redirect.objects.update_or_create(path=plain(old), defaults=made)


def say_gone(address: str, now: datetime) -> None:
    """Let *address*, and what led to it, say that the text is gone for good."""
    gone = {"target": "", "status": Redirect.Status.GONE, "made_at": now}
    Redirect.objects.filter(target=address).update(**gone)
    Redirect.objects.update_or_create(path=plain(address), defaults=gone)
