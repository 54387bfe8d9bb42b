"""What a backup says of itself. It is written last, so a backup that was cut off has none."""

import gzip
import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from operations.backups.faults import Unusable

FORM = 1  # raise it when a backup is made otherwise


@dataclass(frozen=True)
class Manifest:
    """A backup: *tables* and *media* by their names, *pages* by their addresses.

    A table has its number of rows, a page the SHA-256 of its bytes, a file of the media its own and its size.
    """

    form: int
    made: str  # ISO 8601
    build: str
    vendor: str
    database: str  # the SHA-256 of the database's file
    size: int  # its bytes
    tables: dict[str, int]
    pages: dict[str, str]
    media: dict[str, tuple[str, int]]

    def write(self, path: Path) -> None:
        """Write it to *path*, with its own hash before it."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()
        path.write_bytes(gzip.compress(sha256(said).hexdigest().encode() + b"\n" + said))


def read(path: Path) -> Manifest:
    """What stands in *path*. Raises Unusable where it is not what was written."""
    try:
        digest, _, said = gzip.decompress(path.read_bytes()).partition(b"\n")
    except (OSError, EOFError, ValueError) as error:
        raise Unusable("The manifest is broken, or it is sealed and no key was given.") from error
    if sha256(said).hexdigest().encode() != digest:
        raise Unusable("The manifest was changed after it was written.")
    found = json.loads(said)
    if found.get("form") != FORM:
        raise Unusable(
            f"The backup has form {found.get('form')}; this release reads form {FORM}. "
            "Use the release that made it."
        )
    found["media"] = {name: tuple(each) for name, each in found["media"].items()}
    return Manifest(**found)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        whole = sha256()
        while block := file.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()
