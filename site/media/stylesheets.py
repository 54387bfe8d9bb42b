"""Stylesheets that the site makes itself: small, named by their content, and never changed."""

import hashlib

from media import files


def keep(css: str, *, known: str = "") -> str:
    """Keep *css*, and return the name of its file, under which it may be remembered for ever.

    The store is not asked for the one that is *known* by its name. Raises Refused where it does not answer.
    """
    digest = hashlib.sha256(css.encode()).hexdigest()[:32]
    name = f"theme/{digest}.css"
    return name if name == known else files.put(name, css.encode())
