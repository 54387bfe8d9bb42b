"""Assets compressed once, at release, as small as they get, so that nginx only has to hand them over."""

import gzip
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

HASHED = re.compile(r"\.[0-9a-f]{12}\.(css|js|json|map|svg|txt|xml|webmanifest)$")
WORTH_IT = 256  # bytes; a smaller file fits into the same packet either way
GZIP_LEVEL, BROTLI_QUALITY = 9, 11


def precompress(folder: Path) -> int:
    """Lay ``.gz`` and ``.br`` beside each file under *folder* whose name has its content's hash.

    Pages name no other file. Returns how many files were compressed; those that have both are left alone.
    """
    waiting = list(_uncompressed(folder))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for _ in threads.map(_compress, waiting):
            pass
    return len(waiting)


def _uncompressed(folder: Path) -> Iterator[Path]:
    for path in _hashed_files(folder):
        is_small = path.stat().st_size < WORTH_IT
        if not is_small and not all(_beside(path, ending).exists() for ending in (".gz", ".br")):
            yield path


def _hashed_files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if HASHED.search(path.name) and path.is_file())


def _compress(path: Path) -> None:
    content = path.read_bytes()
    # Without a time the same content makes the same bytes on every machine.
    _write(_beside(path, ".gz"), gzip.compress(content, GZIP_LEVEL, mtime=0))
    _write(_beside(path, ".br"), brotli.compress(content, quality=BROTLI_QUALITY))


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: nginx may be serving from the same folder."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)
