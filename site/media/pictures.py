"""How a picture comes to the site: made anew, named by its hash, and only once."""

import hashlib
import unicodedata
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from media.cleaning import MAX_BYTES, Clean, Refused
from media.models import Picture
from media.workshop import workshop

__all__ = ["Refused", "store"]


def store(
    data: bytes | BinaryIO, *, name: str, alt: str = "", source: str = "", source_ref: str = ""
) -> Picture:
    """Keep the picture in *data* and return it; one that was brought before is returned as it is.

    *name* is what its owner called the file: kept to be shown in the studio, never used as an address.
    Raises Refused, with a sentence for whoever brought it, for anything but a whole JPEG, PNG, WebP, AVIF or
    GIF within the limits (20 MB, 50 million pixels).
    """
    data = data if isinstance(data, bytes) else data.read(MAX_BYTES + 1)
    digest = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    made = workshop.clean(data)
    picture, _ = Picture.objects.get_or_create(
        sha256=digest,
        defaults={
            "file": _kept(made),
            "name": _plain(name),
            "alt": alt[:500],
            "width": made.width,
            "height": made.height,
            "format": made.format.lower(),
            "bytes": len(made.data),
            "source": source[:200],
            "source_ref": source_ref[:500],
            "created_at": timezone.now(),
        },
    )
    return picture


def _kept(made: Clean) -> str:
    """Put the file where its content says, and return that name."""
    digest = hashlib.sha256(made.data).hexdigest()[:32]
    name = f"pictures/{digest[:2]}/{digest}.{made.extension}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(made.data):
            return name
        default_storage.delete(name)  # left half written by a process that was ended
    return default_storage.save(name, ContentFile(made.data))


def _plain(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return seen[:200] or "picture"
