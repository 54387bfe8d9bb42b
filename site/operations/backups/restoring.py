"""A backup tried, and a backup taken back. Nothing of the site is touched before all is found sound."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from operations.backups import databases, manifest, pages, replacing, sealing
from operations.backups.faults import Unusable
from operations.backups.manifest import Manifest, digest_of
from operations.backups.stores import Store
from operations.backups.thinning import whole

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Verdict:
    """What was compared with what the backup says of itself, and found the same."""

    name: str
    made: str
    tables: int
    rows: int
    files: int
    pages: int  # compared byte by byte; 0 where another release made the backup


class Backup:
    """One backup of *store*, opened by *identity*; *work* is a folder for what is fetched of it."""

    def __init__(self, store: Store, name: str, identity: str, work: Path) -> None:
        self.store, self.name, self.identity, self.work = store, name, identity, work
        self.said = manifest.read(self._fetched(f"backups/{name}/manifest"))

    def database(self) -> Path:
        """The database's file. Raises Unusable where it is not what was kept."""
        path = self._fetched(f"backups/{self.name}/database")
        if digest_of(path) != self.said.database:
            raise Unusable("The database's file is not the one that was kept: it was changed or cut off.")
        return self._unpacked(path) if self.said.vendor == "sqlite" else path

    def files(self) -> Iterator[tuple[str, Path]]:
        """The files of the media, one after another. Raises Unusable where one is missing or another."""
        for name, (sha, _) in sorted(self.said.media.items()):
            path = self._fetched(f"media/{sha[:2]}/{sha}")
            if digest_of(path) != sha:
                raise Unusable(f"The file {name} is not the one that was kept.")
            yield name, path
            path.unlink()

    def _fetched(self, name: str) -> Path:
        sealed, opened = self.work / "sealed", self.work / name.rpartition("/")[2]
        try:
            self.store.fetch(name, sealed)
        except FileNotFoundError as error:
            raise Unusable(f"{name} is missing from the backup.") from error
        sealing.unseal(sealed, opened, self.identity)
        sealed.unlink()
        return opened

    def _unpacked(self, packed: Path) -> Path:
        path = packed.with_name("database.sqlite3")
        with gzip.open(packed) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        return path


@contextmanager
def opened(store: Store, name: str, identity: str) -> Iterator[Backup]:
    """The backup *name*, the newest where that is "". Raises Unusable."""
    names = whole(store)
    if not names:
        raise Unusable("There is no whole backup here.")
    if name and name not in names:
        raise Unusable(f"There is no whole backup {name}; there are {', '.join(names[-5:])}.")
    with TemporaryDirectory(prefix="stet-restore-") as folder:
        yield Backup(store, name or names[-1], identity, Path(folder))


def verify(backup: Backup, progress: Progress = lambda done, total: None) -> Verdict:
    """Bring *backup* back beside the site, compare it with what it says of itself, and put it away again.

    Raises Unusable with what is wrong.
    """
    compared = _compare_database(backup)
    for done, _ in enumerate(backup.files(), start=1):
        progress(done, len(backup.said.media))
    said = backup.said
    return Verdict(
        backup.name, said.made, len(said.tables), sum(said.tables.values()), len(said.media), compared
    )


def restore(backup: Backup, *, replace: bool, progress: Progress = lambda done, total: None) -> Verdict:
    """Make the site what *backup* holds, once it is found sound.

    Raises Unusable where it is not, or where there is a site already and *replace* does not say to lose it.
    """
    databases.check_vendor(backup.said.vendor)
    if not replace and not replacing.is_empty():
        raise Unusable("There is a site already. To lose it for the backup, say --replace.")
    verdict = verify(backup, progress)
    # The files first: a database that names what is not there would be worse than files that nobody names.
    for done, (name, path) in enumerate(backup.files(), start=1):
        _put_back(name, path)
        progress(done, len(backup.said.media))
    replacing.replace_database(backup.database())
    return verdict


def _compare_database(backup: Backup) -> int:
    said, path = backup.said, backup.database()
    with databases.brought_back(path, said.vendor):
        _compare_tables(said, databases.counted())
        return _compare_pages(said)


def _compare_tables(said: Manifest, found: dict[str, int]) -> None:
    for name, rows in said.tables.items():
        if found.get(name) != rows:
            raise Unusable(f"The table {name} has {found.get(name)} rows, and had {rows:,} when it was kept.")


def _compare_pages(said: Manifest) -> int:
    """Compare what pages say now; another release may rightly say it otherwise."""
    if said.build != settings.BUILD:
        return 0
    found = pages.digests(list(said.pages), datetime.fromisoformat(said.made))
    for address, digest in said.pages.items():
        if found.get(address) != digest:
            raise Unusable(f"{address} does not say what it said when the backup was made.")
    return len(said.pages)


def _put_back(name: str, path: Path) -> None:
    if default_storage.exists(name):
        if default_storage.size(name) == path.stat().st_size:
            return  # names are never used twice
        default_storage.delete(name)
    with path.open("rb") as file:
        default_storage.save(name, File(file))
