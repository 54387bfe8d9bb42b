"""All secrets sealed with the newest key: what a release does, so that an old key can be dropped after it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import Letter
from accounts.sealing import is_fresh, seal, unseal

SECRETS = ("secret", "seed")  # of an authenticator app, of recovery codes


def reseal_all() -> str:
    """Seal anew what the first of the SEALING_KEYS has not sealed; says how much that was."""
    stale = [each for each in Authenticator.objects.all() if _stale(each.data)]
    for each in stale:
        _reseal(each.pk)
    letters = [each for each in Letter.objects.all() if not is_fresh(each.text)]
    for letter in letters:
        Letter.objects.filter(pk=letter.pk).update(text=seal(unseal(letter.text)))
    return f"{len(stale) + len(letters)} sealed anew" if stale or letters else "unchanged"


@transaction.atomic
def _reseal(number: int) -> None:
    """One row, read again and locked: a recovery code that is used meanwhile stays used."""
    row = Authenticator.objects.select_for_update().get(pk=number)
    row.data |= {name: seal(unseal(row.data[name])) for name in _stale(row.data)}
    row.save(update_fields=["data"])


def _stale(data: dict[str, Any]) -> list[str]:
    return [name for name in SECRETS if name in data and not is_fresh(data[name])]
