"""How the API is asked: its parameters, and its addresses as public views.

Nothing of the framework that answers is loaded here: it would be a seventh of each worker's memory, and many
sites are never asked for JSON. Its first question loads it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from blog.keyset import PLACE
from pagecache import public

SLUG = r"[^/ ]{1,200}"
FIELDS = r"[a-z_]{1,20}(?:,[a-z_]{1,20}){0,19}"
USUAL = 20  # texts at a time
# Each parameter with the pattern that its whole value has to match, and what it is for.
PARAMETERS = {
    "topic": (SLUG, "Only what is filed under the topic with this slug."),
    "author": (SLUG, "Only what is signed by the author with this slug."),
    "series": (SLUG, "Only the parts of the series with this slug."),
    "after": (PLACE, "Where to go on: take it from `next`."),
    "from": (r"[^ ]{1,500}", "Where to go on: take it from `next`."),
    "limit": (r"[1-9]|[1-4][0-9]|50", f"How many at a time, {USUAL} if not said."),
    "fields": (FIELDS, "The fields that are wanted, with commas. All, if not said."),
    "q": (r".*", "What is looked for, as in the site's own search."),
    "kind": (r"post|page", "Only texts of this kind."),
    "page": (r"[1-9][0-9]?", "Which page of the results: take it from `next`."),
}
IN_ROUTE = re.compile(r"<\w+:(\w+)>")
JSON = "application/json"
MOST_KEPT = 2000  # answers of each list at once: anybody can think up others


@dataclass(frozen=True)
class Address:
    """Where the API is asked: ``view`` (of ``api.views``) answers; with ``many``, a page of what it shows."""

    route: str
    view: str
    name: str
    about: str
    own: tuple[str, ...] = ()
    many: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of PARAMETERS that it reads."""
        return (*self.own, "fields")


def opened(address: Address) -> Callable[..., Any]:
    """The public view at *address*."""
    patterns = {name: PARAMETERS[name][0] for name in address.parameters}

    @public(params=patterns, content_type=JSON, most=MOST_KEPT)
    def answer(request: HttpRequest, **named: str) -> Any:
        from api import views  # loads the framework

        return getattr(views, address.view).as_view()(request, **named)

    return answer
