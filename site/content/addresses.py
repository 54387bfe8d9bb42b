"""The addresses of views, remembered: a list's page asks for the same few again and again."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse
from django.utils.http import RFC3986_SUBDELIMS

REMEMBERED = 8192  # addresses, about 100 bytes each
SAMPLE = "sample-of-a-slug"
SAFE = f"{RFC3986_SUBDELIMS}/~:@"  # what Django's reverse() leaves as it is


@lru_cache(REMEMBERED)
def address(view: str, *args: Any) -> str:
    """The address of the view called *view* for *args*, percent-encoded. Raises NoReverseMatch."""
    if len(args) == 1 and isinstance(args[0], str) and args[0] and "/" not in args[0]:
        around = _around_a_slug(view)
        if around:
            return quote(args[0], safe=SAFE).join(around)
    return reverse(view, args=args)


@cache
def _around_a_slug(view: str) -> list[str]:
    """What stands on both sides of a slug in the addresses of *view*; empty where it takes no slug.

    Django looks for the pattern anew for each slug, which costs more than to find a list's posts.
    """
    try:
        around = reverse(view, args=[SAMPLE]).split(SAMPLE)
    except NoReverseMatch:
        return []
    return around if len(around) == 2 else []
