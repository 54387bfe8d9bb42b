"""How a picture comes to the site: made anew, named by its hash, and only once."""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.utils import timezone

from media.cleaning import MAX_BYTES, Clean, Refused
from media.files import put
from media.models import Picture
from media.workshop import workshop

__all__ = ["Brought", "Refused", "bring", "store"]


@dataclass(frozen=True)
class Brought:
    """A picture whose file is kept, and that no row tells of yet; named as the row's columns are."""

    file: str
    width: int
    height: int
    format: str
    bytes: int
    sha256: str


def store(
    data: bytes | BinaryIO, *, name: str, alt: str = "", source: str = "", source_ref: str = ""
) -> Picture:
    """Keep the picture in *data* and return it; one that was brought before is returned as it is.

    *name* is what its owner called the file: kept to be shown in the studio, never used as an address.
    Raises Refused, as ``bring`` does.
    """
    brought = bring(data)
    more = {"alt": alt[:500], "source": source[:200], "source_ref": source_ref[:500]}
    return brought if isinstance(brought, Picture) else enter(brought, name=name, **more)[0]


def bring(data: bytes | BinaryIO) -> Brought | Picture:
    """Make the picture in *data* anew and keep its file; one that is here already is returned instead.

    Raises Refused, with a sentence for whoever brought it, for anything but a whole JPEG, PNG, WebP, AVIF or
    GIF within the limits (20 MB, 50 million pixels).
    """
    data = data if isinstance(data, bytes) else data.read(MAX_BYTES + 1)
    digest = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    made = workshop.clean(data)
    return Brought(
        file=_kept(made),
        width=made.width,
        height=made.height,
        format=made.format.lower(),
        bytes=len(made.data),
        sha256=digest,
    )


def enter(brought: Brought, *, name: str, **more: Any) -> tuple[Picture, bool]:
    """The row of a picture that was *brought*, and whether it was made now."""
    columns = asdict(brought) | {"name": plain(name), "created_at": timezone.now()} | more
    return Picture.objects.get_or_create(sha256=brought.sha256, defaults=columns)


def _kept(made: Clean) -> str:
    """Put the file where its content says, and return that name."""
    digest = hashlib.sha256(made.data).hexdigest()[:32]
    return put(f"pictures/{digest[:2]}/{digest}.{made.extension}", made.data)


def plain(name: str, otherwise: str = "picture") -> str:
    """What its owner called a file, as it can be shown: one line, without the folders before it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return seen[:200] or otherwise
