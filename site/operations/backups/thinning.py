"""Which backups stay: all of the last hours, then one an hour, a day, a month; and the files they name."""

import gzip
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from operations.backups.making import made_at
from operations.backups.stores import Store

# (no older than, one for each): what is older than the last of them goes.
STAYS = (
    (timedelta(hours=2), "%Y%m%d%H%M%S"),
    (timedelta(days=2), "%Y%m%d%H"),
    (timedelta(days=35), "%Y%m%d"),
    (timedelta(days=400), "%Y%m"),
)


def whole(store: Store) -> list[str]:
    """The names of the backups that came to their end, the oldest first."""
    found = [name.split("/") for name in store.names("backups")]
    return sorted({parts[1] for parts in found if len(parts) == 3 and parts[2] == "manifest"})


def thin(store: Store, now: datetime) -> int:
    """Remove the backups that need not stay and what was cut off; returns how many. The newest stays."""
    names = whole(store)
    staying = {*stay(names, now), *names[-1:]}
    going_on = _going_on(store, names)
    going = {name.split("/")[1] for name in store.names("backups")} - staying - going_on
    for name in sorted(going):
        _remove(store, name)
    if not going_on:  # it may name what no other does
        _remove_blobs(store, staying)
    _remove_texts(store, now)
    return len(going)


def stay(names: list[str], now: datetime) -> set[str]:
    """Those of *names* that stay: of each stretch of time its first."""
    first: dict[str, str] = {}
    for name in sorted(names):
        form = next((form for age, form in STAYS if now - made_at(name) <= age), None)
        if form:
            first.setdefault(made_at(name).strftime(f"{form} {form}"), name)
    return set(first.values())


def _going_on(store: Store, names: list[str]) -> set[str]:
    """Backups without a manifest that are newer than the newest whole one: somebody may be making them."""
    newest = names[-1] if names else ""
    return {name.split("/")[1] for name in store.names("backups") if name.split("/")[1] > newest}


def _remove(store: Store, backup: str) -> None:
    store.remove(f"backups/{backup}/manifest")  # first: from then on it is none
    for name in list(store.names(f"backups/{backup}")):
        store.remove(name)


def _remove_blobs(store: Store, staying: set[str]) -> None:
    """Remove the files of the media that no backup names."""
    named = {sha for backup in staying for sha in _blobs(store, backup)}
    for name in list(store.names("media")):
        if name.rpartition("/")[2] not in named:
            store.remove(name)


def _remove_texts(store: Store, now: datetime) -> None:
    """Of the texts those stay that would as backups, and the newest."""
    names = sorted(name.rpartition("/")[2] for name in store.names("texts"))
    for name in {*names} - {*stay(names, now), *names[-1:]}:
        store.remove(f"texts/{name}")


def _blobs(store: Store, backup: str) -> list[str]:
    with TemporaryDirectory(prefix="stet-backup-") as folder:
        path = Path(folder) / "blobs"
        store.fetch(f"backups/{backup}/blobs", path)
        return gzip.decompress(path.read_bytes()).decode().split()
