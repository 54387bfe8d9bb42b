"""The only declaration of a public view, read by the router, the route table, the tests and the crawler."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Public:
    """What a view has declared about itself."""

    params: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    content_type: str = ""
    writable: bool = False
    most: int = 0
    twin: str = ""
    counted: bool = False


def public(
    *,
    params: Mapping[str, str] | None = None,
    parts: Sequence[str] = (),
    content_type: str = "",
    writable: bool = False,
    most: int = 0,
    twin: str = "",
    counted: bool = False,
) -> Callable[[V], V]:
    """Declare a view public: the same answer for everybody, kept by its address.

    ``params`` names each query parameter that the view reads, with the pattern its whole value must match;
    all others are dropped before the view sees them. ``parts`` are the template's blocks that may be asked
    for by ``?part=``. ``content_type`` is what ``render`` answers with (HTML where empty). A ``writable``
    view takes POST and the like as well, through the private middleware. Where anybody can think up addresses
    without end, at most ``most`` answers of the view are kept at once (0: as many as there are). ``twin`` is
    the view that says the same as Markdown, for the same arguments. It is ``counted`` how often its answers
    are looked at (``viewing``).
    """
    if "part" in (params or {}):
        raise ValueError("A public view declares its parts by `parts`, not as a parameter called part.")
    patterns = {name: re.compile(pattern) for name, pattern in (params or {}).items()}
    declared = Public(patterns, tuple(parts), content_type, writable, most, twin, counted)

    def mark(view: V) -> V:
        view.public = declared  # type: ignore[attr-defined]
        return view

    return mark


def declaration(view: Callable[..., Any]) -> Public | None:
    """What *view* has declared, or None when it is private."""
    declared = getattr(view, "public", None)
    return declared if isinstance(declared, Public) else None
