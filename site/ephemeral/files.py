"""A cache in a folder of this machine: a file an entry, in JSON, under a lock where something is changed.

Django's own pickles its values, and its ``incr`` reads, adds and writes: that loses counts, and opens the
window anew.
"""

import fcntl
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from ephemeral.away import away_means

Entry = tuple[Any, float | None]  # a value, and when it ends, in seconds of the epoch


@away_means(OSError)
class Cache(BaseCache):
    """A folder that only this machine's processes use; the worker discards what has ended."""

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.folder = Path(folder)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = _read(self._file(key, version))
        return default if found is None else found[0]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with self._alone():
            self._write(self._file(key, version), value, self.get_backend_timeout(timeout))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        file = self._file(key, version)
        with self._alone():
            if _read(file) is not None:
                return False
            self._write(file, value, self.get_backend_timeout(timeout))
        return True

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        file = self._file(key, version)
        with self._alone():
            found = _read(file)
            if found is None:
                raise ValueError(f"Nothing is counted under {key!r}.")
            number, ends = int(found[0]) + delta, found[1]
            self._write(file, number, ends)
        return number

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        file = self._file(key, version)
        with self._alone():
            found = _read(file)
            if found is None:
                return False
            self._write(file, found[0], self.get_backend_timeout(timeout))
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        file = self._file(key, version)
        is_there = _read(file) is not None
        file.unlink(missing_ok=True)
        return is_there

    def clear(self) -> None:
        for file in self.folder.glob("*.json"):
            file.unlink(missing_ok=True)

    def discard_ended(self) -> None:
        """Remove the files of what has ended."""
        with self._alone():
            for file in self.folder.glob("*.json"):
                if _read(file) is None:
                    file.unlink(missing_ok=True)

    def _file(self, key: str, version: int | None) -> Path:
        made = self.make_and_validate_key(key, version=version)
        return self.folder / f"{hashlib.sha256(made.encode()).hexdigest()}.json"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody else changes anything; the lock ends with the process that has it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, file: Path, value: Any, ends: float | None) -> None:
        descriptor, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "w", encoding="utf-8") as half:
            json.dump([value, ends], half)
        Path(name).replace(file)  # whoever reads finds the older entry or this one


def _read(file: Path) -> Entry | None:
    """The entry in *file*; None where there is none, or none that lasts."""
    with suppress(FileNotFoundError, ValueError):
        value, ends = json.loads(file.read_text(encoding="utf-8"))
        if ends is None or ends > time.time():
            return value, ends
    return None
