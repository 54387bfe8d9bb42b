"""Text as it is compared when somebody searches: without case and without marks above letters."""

import unicodedata


def folded(text: str) -> str:
    """*text* in small letters, compatibility forms and marks taken away: ``Tomás`` is ``tomas``."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
