"""Stylesheets that the site makes itself: small, named by their content, and never changed."""

import hashlib

from django.core.files.storage import default_storage

from media import files

FOLDER = "theme"


def keep(css: str, *, known: str = "") -> str:
    """Keep *css*, and return the name of its file, under which it may be remembered for ever.

    The store is not asked for the one that is *known* by its name. Raises Refused where it does not answer.
    """
    digest = hashlib.sha256(css.encode()).hexdigest()[:32]
    name = f"{FOLDER}/{digest}.css"
    return name if name == known else files.put(name, css.encode())


def discard_all_but(name: str) -> int:
    """Delete every other stylesheet that the site made; returns how many. Raises OSError."""
    try:
        kept = {f"{FOLDER}/{each}" for each in default_storage.listdir(FOLDER)[1]}
    except FileNotFoundError:
        return 0
    for former in kept - {name}:
        default_storage.delete(former)
    return len(kept - {name})
