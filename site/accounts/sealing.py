"""Secrets as the database keeps them: sealed with a key that is not in it, so a copy of it opens nothing."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

SEALED = "sealed:"


def seal(text: str) -> str:
    """*text* sealed with the first of the SEALING_KEYS."""
    return SEALED + _keys()[0].encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """What was sealed; a secret from before there were seals as it is.

    Raises ImproperlyConfigured where none of the SEALING_KEYS opens it.
    """
    if not kept.startswith(SEALED):
        return kept
    try:
        return MultiFernet(_keys()).decrypt(kept.removeprefix(SEALED)).decode()
    except InvalidToken as fault:
        raise ImproperlyConfigured(
            "A secret was sealed with a key that SEALING_KEYS does not name."
        ) from fault


def is_fresh(kept: str) -> bool:
    """Whether the first of the keys has sealed this."""
    try:
        _keys()[0].decrypt(kept.removeprefix(SEALED))
    except InvalidToken:
        return False
    return kept.startswith(SEALED)


def _keys() -> list[Fernet]:
    return [Fernet(_key(word)) for word in settings.SEALING_KEYS]


def _key(word: str) -> bytes:
    derived = salted_hmac("accounts.sealing", "", secret=word, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(derived)
