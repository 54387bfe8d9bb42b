"""Files in age's form (age-encryption.org/v1): who makes backups has the public key and cannot open them."""

from pathlib import Path

import pyrage

from operations.backups.faults import Unusable


def seal(source: Path, target: Path, recipients: list[str]) -> None:
    """Write *source* to *target* so that only the holders of *recipients*' keys can read it.

    Without recipients it is written as it is. Raises Unusable for a recipient that is none.
    """
    if not recipients:
        target.hardlink_to(source)
        return
    pyrage.encrypt_file(str(source), str(target), [_recipient(each) for each in recipients])


def unseal(source: Path, target: Path, identity: str) -> None:
    """Write what *source* holds to *target*; *identity* is the secret key, or "" where nothing is sealed.

    Raises Unusable for a wrong key, and for a file that was changed or cut off.
    """
    if not identity:
        target.hardlink_to(source)
        return
    try:
        pyrage.decrypt_file(str(source), str(target), [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.IdentityError as error:
        raise Unusable("The key is none: it begins with AGE-SECRET-KEY-1.") from error
    except (pyrage.DecryptError, OSError) as error:
        raise Unusable(f"{target.name} does not open with this key, or it was changed: {error}.") from error


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise Unusable(f"{text!r} is no public key of age; it begins with age1.") from error
