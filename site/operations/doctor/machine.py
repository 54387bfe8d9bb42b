"""The machine under the site: versions, room, rights, the clock."""

import os
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from media.room import LEAST_FREE, LITTLE_FREE, free_at
from operations.doctor.findings import Finding, remark
from pagecache import link

OLDEST_PYTHON, OLDEST_SQLITE, OLDEST_POSTGRESQL = (3, 11), (3, 37, 0), 140_000
MOST_APART = 2.0  # seconds between two clocks


def versions() -> Iterator[Finding]:
    """Python and the database library are new enough."""
    if sys.version_info < OLDEST_PYTHON:
        yield Finding(f"Python {sys.version.split()[0]} is too old.", "Install Python 3.11 or newer.")
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Finding(f"SQLite {sqlite3.sqlite_version} is too old.", "Install SQLite 3.37 or newer.")


def room() -> Iterator[Finding]:
    """There is room for what will be written."""
    disks = {folder.stat().st_dev: folder for folder in _folders() if folder.exists()}
    for folder in disks.values():
        free = free_at(folder)
        if free < LEAST_FREE:
            yield Finding(f"{free} MB are free at {folder}.", "Make room: soon nothing can be saved.")
        elif free < LITTLE_FREE:
            yield remark(f"{free:,} MB are free at {folder}.", "Make room before it is needed.")


def rights() -> Iterator[Finding]:
    """The site may write where it must."""
    for folder in _folders():
        if not folder.is_dir():
            yield Finding(f"{folder} is not there.", "manage.py release makes it.")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(f"{folder} cannot be written to.", f"chown it to the site's user: {folder}.")


def secrets() -> Iterator[Finding]:
    """Nobody else on the machine reads keys and drafts."""
    tls_key = Path(settings.TLS_KEY) if settings.TLS_KEY else None
    for path in (Path(settings.VAR) / "secret_key", settings.BASE_DIR / ".env", tls_key, _database_file()):
        if path and path.is_file() and path.stat().st_mode & stat.S_IROTH:
            yield Finding(f"Everybody on the machine can read {path}.", f"chmod o-rwx {path}")


def clock() -> Iterator[Finding]:
    """The clocks of this machine and of Redis agree."""
    try:
        seconds, micro = link.ask(lambda redis: redis.time()) if link.is_configured() else (0, 0)
    except link.Away:
        return
    apart = abs(time.time() - seconds - micro / 1e6) if seconds else 0.0
    if apart > MOST_APART:
        yield Finding(
            f"This machine's clock and that of the pages' Redis are {apart:.0f} s apart.",
            "Let both follow the same time server (systemd-timesyncd, chrony).",
        )


def _folders() -> list[Path]:
    """Where the running site writes."""
    return list(dict.fromkeys((Path(settings.VAR), Path(settings.MEDIA_ROOT))))


def _database_file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" else None
