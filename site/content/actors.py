"""Who does a verb: anybody who can say what he may."""

from typing import Any, Protocol

from django.core.exceptions import PermissionDenied


class Actor(Protocol):
    """Somebody with rights; an account, or the site itself."""

    pk: Any

    def may(self, verb: str, thing: Any = None) -> bool: ...


class Site:
    """The site itself, which imports content and sets up the demo from the command line."""

    pk = None

    def may(self, verb: str, thing: Any = None) -> bool:
        return True

    def __str__(self) -> str:
        return "the site"


SITE = Site()


def allow(actor: Actor, verb: str, thing: Any = None) -> None:
    """Go on only if *actor* may do *verb* to *thing*. Raises PermissionDenied that names both."""
    if not actor.may(verb, thing):
        what = f"“{thing}”" if thing is not None else "this"
        raise PermissionDenied(f"{actor} may not {verb} {what}. Ask an editor of the site.")
