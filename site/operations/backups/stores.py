"""Where backups lie: a folder, or a bucket of an S3-compatible store. Both know files by their names."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from operations.backups.faults import Unusable


class Store(Protocol):
    """What keeps files under names. A file is there whole or not at all."""

    def put(self, name: str, source: Path) -> None:
        """Keep the file *source* under *name*."""

    def fetch(self, name: str, target: Path) -> None:
        """Write what stands under *name* to *target*. Raises FileNotFoundError."""

    def names(self, under: str) -> Iterator[str]:
        """The names that begin with *under*, in order."""

    def remove(self, name: str) -> None:
        """Forget what stands under *name*."""


class Folder:
    """A folder, on a disk of its own where there is one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, source: Path) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.half")
        shutil.copyfile(source, half)
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(target)

    def fetch(self, name: str, target: Path) -> None:
        shutil.copyfile(self.path / name, target)

    def names(self, under: str) -> Iterator[str]:
        start = self.path / under
        files = (path for path in start.rglob("*") if path.is_file() and not path.name.startswith("."))
        yield from sorted(path.relative_to(self.path).as_posix() for path in files)

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)


class Bucket:
    """A bucket of an S3-compatible store; who may open it is said by the environment, as boto3 reads it."""

    def __init__(self, name: str, prefix: str, endpoint: str | None) -> None:
        try:
            import boto3
        except ImportError as error:
            raise Unusable("A bucket needs boto3: python -m pip install boto3.") from error
        self.client: Any = boto3.client("s3", endpoint_url=endpoint)
        self.bucket, self.prefix = name, f"{prefix}/" if prefix else ""

    def put(self, name: str, source: Path) -> None:
        self.client.upload_file(str(source), self.bucket, self.prefix + name)

    def fetch(self, name: str, target: Path) -> None:
        try:
            self.client.download_file(self.bucket, self.prefix + name, str(target))
        except self.client.exceptions.ClientError as error:
            raise FileNotFoundError(name) from error

    def names(self, under: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"{self.prefix}{under}/"
        )
        for page in pages:
            for found in page.get("Contents", ()):
                yield found["Key"].removeprefix(self.prefix)

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)


def store_at(place: str) -> Store:
    """The store at *place*: a folder's path, or ``s3://bucket/prefix?endpoint=https://…``.

    Raises Unusable for anything else.
    """
    parts = urlsplit(place)
    if parts.scheme == "s3" and parts.hostname:
        endpoint = parse_qs(parts.query).get("endpoint", [None])[0]
        return Bucket(parts.hostname, parts.path.strip("/"), endpoint)
    if "://" in place or not place:
        raise Unusable(f"{place!r} is no place for backups; it takes a folder or s3://bucket/prefix.")
    return Folder(Path(place))
