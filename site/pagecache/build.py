"""Which release made a page: all that stands on it besides content."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def fingerprint(*folders: Path) -> str:
    """Sixteen characters that change with any file of *folders* (by name, size and time of change)."""
    digest = hashlib.blake2b(digest_size=8)
    for path in (path for folder in folders for path in _files(folder)):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"))


def current_build() -> str:
    """The build of this process (``settings.BUILD``)."""
    return str(getattr(settings, "BUILD", ""))
