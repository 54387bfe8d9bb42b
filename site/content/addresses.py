"""The addresses of views, remembered: a list's page asks for the same few again and again."""

from functools import lru_cache
from typing import Any

from django.urls import reverse

REMEMBERED = 8192  # addresses, about 100 bytes each


@lru_cache(REMEMBERED)
def address(view: str, *args: Any) -> str:
    """The address of the view called *view* for *args*, percent-encoded. Raises NoReverseMatch."""
    return reverse(view, args=args)
