"""A backup: the database of one moment, what some pages said then, and every file of the media once.

Beside the backups lie the texts as open files (``plain``), made more seldom: all of them are written anew.
"""

import gzip
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backups import databases, pages, plain, sealing
from operations.backups.manifest import FORM, Manifest, digest_of
from operations.backups.media import Media
from operations.backups.stores import Store

STAMP = "%Y%m%dT%H%M%SZ"
Progress = Callable[[int, int], None]


def back_up(store: Store, recipients: list[str], progress: Progress = lambda done, total: None) -> str:
    """Make a backup in *store*, readable for the holders of *recipients*' keys; returns its name.

    Raises Unusable, OSError; what was written until then is no backup, for its manifest is missing.
    """
    now = timezone.now()
    name = now.astimezone(UTC).strftime(STAMP)
    with TemporaryDirectory(prefix="stet-backup-") as folder:
        making = _Making(store, recipients, Path(folder), f"backups/{name}")
        making.make(now, progress)
    return name


class _Making:
    def __init__(self, store: Store, recipients: list[str], work: Path, under: str) -> None:
        self.store, self.recipients, self.work, self.under = store, recipients, work, under

    def make(self, now: datetime, progress: Progress) -> None:
        self._announce()
        copy = self.work / "copy"
        with databases.copied(copy):
            tables, said = databases.counted(), pages.sampled(now)
            self._put_texts(now)
        database = _packed(copy)
        media = Media(self.store, self._put).keep(self.work, progress)
        self._put(f"{self.under}/database", database)
        self._put_blobs({sha for sha, _ in media.values()})
        manifest = Manifest(
            form=FORM,
            made=now.isoformat(),
            build=settings.BUILD,
            vendor=connection.vendor,
            database=digest_of(database),
            size=database.stat().st_size,
            tables=tables,
            pages=said,
            media=media,
        )
        manifest.write(self.work / "manifest")
        self._put(f"{self.under}/manifest", self.work / "manifest")  # last: without it there is no backup

    def _announce(self) -> None:
        """So that nobody who thins out takes away what this one will name."""
        begun = self.work / "begun"
        begun.touch()
        self.store.put(f"{self.under}/begun", begun)

    def _put_texts(self, now: datetime) -> None:
        """Put the texts beside the backups, where those that lie there are old enough."""
        if are_texts_due(self.store, now):
            texts = self.work / "texts.zip"
            plain.write(texts)
            self._put(f"texts/{now.astimezone(UTC).strftime(STAMP)}", texts)
            texts.unlink()

    def _put(self, name: str, source: Path) -> None:
        sealed = self.work / "sealed"
        sealing.seal(source, sealed, self.recipients)
        self.store.put(name, sealed)
        sealed.unlink()

    def _put_blobs(self, blobs: set[str]) -> None:
        """Which files of the media it names, for all to read: who thins the backups out has no key."""
        path = self.work / "blobs"
        path.write_bytes(gzip.compress("\n".join(sorted(blobs)).encode()))
        self.store.put(f"{self.under}/blobs", path)


def _packed(copy: Path) -> Path:
    """SQLite's file made small; PostgreSQL's tool has done so already."""
    if connection.vendor != "sqlite":
        return copy
    packed = copy.with_name("database.gz")
    with copy.open("rb") as source, gzip.open(packed, "wb", compresslevel=3) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return packed


def are_texts_due(store: Store, now: datetime) -> bool:
    """Whether the newest texts of *store* are older than the settings say, or there are none."""
    if not settings.BACKUP_TEXTS_EVERY:
        return False
    newest = max((made_at(name.rpartition("/")[2]) for name in store.names("texts")), default=None)
    return newest is None or now - newest >= timedelta(hours=settings.BACKUP_TEXTS_EVERY)


def made_at(name: str) -> datetime:
    """When the backup *name* was made. Raises ValueError for what is no name of a backup."""
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
