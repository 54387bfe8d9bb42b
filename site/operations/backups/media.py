"""The media's files in a store: each once under its hash, however many backups name it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, default_storage

from operations.backups.manifest import digest_of
from operations.backups.stores import Store

Known = dict[str, tuple[float, int, str]]  # when a file was changed, its size and its hash, by its name


class Media:
    """Keeps files in *store* by *put*, which seals what it is given."""

    def __init__(self, store: Store, put: Callable[[str, Path], None]) -> None:
        self.store, self.put = store, put
        self.known_at = Path(settings.VAR) / "backed-up.json"

    def keep(self, work: Path, progress: Callable[[int, int], None]) -> dict[str, tuple[str, int]]:
        """Keep what is not kept yet; returns the hash and size of every file by its name."""
        there = {name.rpartition("/")[2] for name in self.store.names("media")}
        known, names = self._known(), sorted(files(default_storage))
        found: Known = {}
        for done, name in enumerate(names, start=1):
            try:
                found[name] = self._keep(name, known.get(name), there, work / "blob")
            except FileNotFoundError:
                continue  # thrown away meanwhile
            progress(done, len(names))
        self.known_at.write_text(json.dumps(found), encoding="utf-8")
        return {name: (sha, size) for name, (_, size, sha) in found.items()}

    def _known(self) -> Known:
        """What was read at the last backup, so that the same files need not be read again."""
        try:
            return {name: tuple(each) for name, each in json.loads(self.known_at.read_text()).items()}
        except (OSError, ValueError):
            return {}

    def _keep(
        self, name: str, known: tuple[float, int, str] | None, there: set[str], copy: Path
    ) -> tuple[float, int, str]:
        changed, size = default_storage.get_modified_time(name).timestamp(), default_storage.size(name)
        if known and known[:2] == (changed, size) and known[2] in there:
            return known
        with default_storage.open(name) as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        sha = digest_of(copy)
        if sha not in there:
            self.put(f"media/{sha[:2]}/{sha}", copy)
            there.add(sha)
        size = copy.stat().st_size
        copy.unlink()
        return changed, size, sha


def files(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files that *storage* holds."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever put there
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in names)
    for each in folders:
        yield from files(storage, f"{prefix}{each}")
