"""Old addresses: each leads straight to where its text stands now."""

from datetime import datetime
from urllib.parse import unquote

from content.models import Redirect


def plain(address: str) -> str:
    """An address as it is kept: decoded, from the root, without the slash at its end."""
    return "/" + unquote(address).strip("/")


def find(path: str) -> Redirect | None:
    """The redirect at *path*, or None."""
    return Redirect.objects.filter(path=plain(path)).first()


def leave(old: str, new: str, now: datetime) -> None:
    """Let the address *old* lead to *new*. What led to *old* leads to *new* too, so no chain arises."""
    if plain(old) == plain(new):
        return
    Redirect.objects.filter(path=plain(new)).delete()
    Redirect.objects.filter(target=old).update(target=new)
    Redirect.objects.update_or_create(
        path=plain(old), defaults={"target": new, "status": Redirect.Status.MOVED, "made_at": now}
    )
