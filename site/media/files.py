"""Files under names that are used once: what stands at such a name never changes."""

from __future__ import annotations

from contextlib import suppress

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.cleaning import Refused

AWAY = (
    "The store of pictures and files does not answer just now. Nothing was kept: bring it again in a minute."
)


def put(name: str, data: bytes) -> str:
    """Keep *data* as the file *name*, whose content is the same whoever writes it; returns the name.

    Raises Refused where the store of the media does not answer.
    """
    return put_opened(name, ContentFile(data))


def put_opened(name: str, opened: File[bytes]) -> str:
    """Keep what is *opened* as the file *name*, as ``put`` does; it is never whole in memory."""
    try:
        return _put(name, opened)
    except ConnectionError as error:
        raise Refused(AWAY) from error


def _put(name: str, opened: File[bytes]) -> str:
    if default_storage.exists(name):
        if default_storage.size(name) == opened.size:
            return name
        default_storage.delete(name)  # left half written by a process that was ended
    kept = default_storage.save(name, opened)
    if kept != name:
        default_storage.delete(kept)  # another process wrote it in the same moment
    return name


def clear(folder: str) -> None:
    """Delete *folder* with the files in it, if it is there."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)
