"""How a file that is no picture comes to the site: as it is, known by its content, and kept only once."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File as Opened
from django.utils import timezone
from django.utils.text import slugify

from media import formats
from media.cleaning import Refused
from media.files import put_opened
from media.models import File
from media.pictures import plain

MAX_BYTES = 100 * 1024 * 1024  # nginx lets in a little more (nginx/stet.conf)
LONGEST_SLUG = 60  # characters of the name that a reader's copy gets


def keep(opened: Opened[bytes], *, name: str, **more: Any) -> tuple[File, bool]:
    """Keep the file that is *opened* and return its row, and whether that was made now.

    *name* is what its owner called it. Raises Refused, with a sentence for whoever brought it, for an empty
    file, one over the limit, and one that is by its content none of ``media.formats``.
    """
    _refuse_size(opened.size)
    digest = _digest(opened)
    known = File.objects.filter(sha256=digest).first()
    if known is not None:
        return known, False
    found = _format_of(opened)
    columns = {
        "file": put_opened(_address(digest, name, found), opened),
        "name": plain(name, otherwise="file"),
        "format": found.extension,
        "bytes": opened.size,
        "created_at": timezone.now(),
    }
    return File.objects.get_or_create(sha256=digest, defaults=columns | more)


def _refuse_size(size: int) -> None:
    if size == 0:
        raise Refused("The file is empty.")
    if size > MAX_BYTES:
        raise Refused(f"The file has more than {MAX_BYTES // 1024**2} MB, which is the limit for a file.")


def _digest(opened: Opened[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in opened.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _format_of(opened: Opened[bytes]) -> formats.Format:
    opened.seek(0)
    found = formats.format_of(opened.read(formats.HEAD))
    opened.seek(0)
    if found is None:
        raise Refused(
            f"This is no file that can be kept. {formats.LISTED} can; pictures have a shelf of their own."
        )
    return found


def _address(digest: str, name: str, found: formats.Format) -> str:
    """A name that nobody can guess, which ends in one that a reader's copy can keep."""
    said = slugify(PurePosixPath(name.replace("\\", "/")).stem)[:LONGEST_SLUG].strip("-_") or "file"
    return f"files/{digest[:2]}/{digest[:32]}/{said}.{found.extension}"
