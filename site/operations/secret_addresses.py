"""The addresses that are the key to what they lead to: no log may name one whole."""

from functools import cache

from django.urls import reverse

NAMES = (
    "accounts:once",
    "preview:text",
    "account_confirm_email",
    "subscribing:confirm",
    "subscribing:leave",
    "subscribing:own",  # its address is the beginning of the two before
)
SECRET = "x" * 43  # as long as a preview's


@cache
def beginnings() -> tuple[str, ...]:
    """How each of them begins, up to the key; a longer one before what it begins with."""
    return tuple(reverse(name, args=[SECRET]).partition(SECRET)[0] for name in NAMES)
