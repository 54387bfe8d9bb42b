"""Old addresses: each leads straight to where its text stands now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import unquote

from django.db.models import Q, QuerySet

from content.models import Redirect
from content.prepared import prepared


def plain(address: str) -> str:
    """An address as it is kept: decoded, from the root, without the slash at its end."""
    return "/" + unquote(address).strip("/")


def find(path: str) -> Redirect | None:
    """The redirect at *path*, or None."""
    return next(iter(_at(plain(path))), None)


@prepared
def _at(path: str) -> QuerySet[Redirect]:
    return Redirect.objects.filter(path=path)


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


def leave_all(moves: Sequence[tuple[str, str]], now: datetime) -> None:
    """As ``leave`` for each (old, new) that does not lead there yet; those that meet no other at once."""
    alone = _alone(moves)
    Redirect.objects.bulk_create(Redirect(path=plain(old), target=new, made_at=now) for old, new in alone)
    for old, new in moves:
        if (old, new) not in alone and missing([old], new):
            leave(old, new, now)


def _alone(moves: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of *moves* whose ends no redirect has, nor another of them."""
    times = Counter(plain(old) for old, _ in moves)
    ends = {plain(new) for _, new in moves}
    met = Redirect.objects.filter(Q(path__in=ends | times.keys()) | Q(target__in={old for old, _ in moves}))
    taken = {end for each in met.values_list("path", "target") for end in each}
    return {
        (old, new)
        for old, new in moves
        if times[plain(old)] == 1
        and plain(old) not in ends
        and taken.isdisjoint((old, plain(old), plain(new)))
    }


def say_gone(address: str, now: datetime) -> None:
    """Let *address*, and what led to it, say that the text is gone for good."""
    gone = {"target": "", "status": Redirect.Status.GONE, "made_at": now}
    Redirect.objects.filter(target=address).update(**gone)
    Redirect.objects.update_or_create(path=plain(address), defaults=gone)
