"""Assets made ready for serving: collected under hashed names, joined, compressed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from operations.precompress import precompress

MADE_FROM = ("assets", "jinja2", "requirements.txt", "site/config/settings.py", "site/config/templates.py")
STAMP = ".made-from"


def make_ready() -> str:
    """Collect, join and compress what pages name under /static/; returns one word or two on what was done.

    Nothing is thrown away: a page that somebody opened before this release still finds its files.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    sources = fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == sources:
        return "unchanged"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.COMPRESS_OFFLINE:
        call_command("compress", engines=["jinja2"], verbosity=0)
    compressed = precompress(Path(settings.STATIC_ROOT))
    stamp.write_text(sources, encoding="utf-8")
    return f"{compressed} files compressed"


def fingerprint() -> str:
    """One name for all that the assets are made from."""
    whole = hashlib.sha256(b"offline" if settings.COMPRESS_OFFLINE else b"online")
    for path in _sources(Path(settings.BASE_DIR)):
        content = hashlib.sha256(path.read_bytes()).digest()
        whole.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + content)
    return whole.hexdigest()


def _sources(house: Path) -> Iterator[Path]:
    for name in MADE_FROM:
        source = house / name
        below = sorted(source.rglob("*")) if source.is_dir() else [source]
        yield from (path for path in below if path.is_file())
