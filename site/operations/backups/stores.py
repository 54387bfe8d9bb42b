"""Where backups lie: a folder, or a bucket of an S3-compatible store. Both know files by their names."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from media import bucket
from operations.backups.faults import Unusable

CHECKSUMS = (("request", "calculation"), ("response", "validation"))
NOT_THERE = ("404", "NoSuchKey")


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
    """A bucket of an S3-compatible store; who may open it is said by the environment, as boto3 reads it.

    Whatever goes wrong there is told as Unusable: a worker tries again, a person reads why.
    """

    def __init__(self, at: bucket.Bucket) -> None:
        self.bucket, self.prefix = at.name, f"{at.prefix}/" if at.prefix else ""
        with _told(at.name):
            self.client = _client(at)

    def put(self, name: str, source: Path) -> None:
        with _told(self.bucket):
            self.client.upload_file(str(source), self.bucket, self.prefix + name)

    def fetch(self, name: str, target: Path) -> None:
        with _told(self.bucket):
            self.client.download_file(self.bucket, self.prefix + name, str(target))

    def names(self, under: str) -> Iterator[str]:
        folder = f"{self.prefix}{under}/" if under else self.prefix
        with _told(self.bucket):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder)
            found = [each["Key"] for page in pages for each in page.get("Contents", ())]
        yield from (key.removeprefix(self.prefix) for key in sorted(found))

    def remove(self, name: str) -> None:
        with _told(self.bucket):
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)


def _client(at: bucket.Bucket) -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise Unusable("A bucket needs boto3: python -m pip install -r requirements-s3.txt.") from error
    # Checksums of boto3's own only where they must be: not every store that speaks S3 knows them.
    only = {f"{side}_checksum_{what}": "when_required" for side, what in CHECKSUMS}
    where = {"endpoint_url": at.endpoint or None, "region_name": at.region or None}
    return boto3.client("s3", **where, config=Config(**only))


@contextmanager
def _told(bucket: str) -> Iterator[None]:
    """Let a store's faults be ours. Raises FileNotFoundError for what is not there, else Unusable."""
    try:
        yield
    except Unusable:
        raise
    except Exception as error:
        # boto3's faults have no parent of their own in common, and are known only where it is installed.
        if not type(error).__module__.startswith(("boto3", "botocore", "s3transfer")):
            raise
        code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
        if code in NOT_THERE:
            raise FileNotFoundError(bucket) from error
        raise Unusable(f"The bucket {bucket} can not be used: {error}.") from error


def store_at(place: str) -> Store:
    """The store at *place*: a folder's path, or a bucket (``media.bucket``).

    Raises Unusable for anything else.
    """
    if place.startswith("s3:"):
        try:
            return Bucket(bucket.bucket_at(place))
        except ValueError as error:
            raise Unusable(str(error)) from error
    if "://" in place or not place:
        raise Unusable(f"{place!r} is no place for backups; it takes a folder or s3://bucket/prefix.")
    return Folder(Path(place))
