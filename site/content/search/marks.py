"""What an entry can be narrowed to, as words that nobody can type."""

import re

PRIVATE = "\ue000"  # before what is no word


def mark(name: str, value: object) -> str:
    """The word that stands for one narrowing: letters and digits behind a private sign."""
    return f"{PRIVATE}{name}{re.sub('[^0-9a-z]', '', str(value).lower())}"
