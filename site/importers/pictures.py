"""Which file of the folder a picture's address means, by the rules of all the generators at once.

Only files that the walk through the folder has listed can be found: an address that leads out of it finds
nothing, whatever it says.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from importers.items import PictureRef

ENDINGS = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".bmp",
    ".ico",
    ".tif",
    ".tiff",
    ".heic",
    ".apng",
)
# Folders from which generators serve files at the root of the site.
SERVED = (
    "",
    "public",
    "static",
    "assets",
    "source",
    "src",
    "src/assets",
    "src/public",
    "content",
    "docs",
    "app",
)
SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
ALIAS = re.compile(r"^(?:[~@]/?|\$lib/|\$)(?=[\w.])")


class Refused(ValueError):
    """A picture's address that is not followed, and why."""


class Pictures:
    """The pictures of a folder.

    ``paths`` are their addresses from the folder's root, with ``/``.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            self.by_name[posixpath.basename(path)].append(path)

    def resolve(self, reference: str, beside: str, alt: str = "", stem: str = "") -> PictureRef:
        """The picture that *reference* means in a text that lies in the folder *beside* and is named *stem*.

        Raises Refused for an address that is neither the web's nor a file's within the folder.
        """
        found = SCHEME.match(reference)
        if reference.startswith("//") or (found and found[1].lower() in {"http", "https"}):
            return PictureRef(reference, url=reference if found else f"https:{reference}", alt=alt)
        if found and len(found[1]) > 1:
            raise Refused(
                f"The picture “{_short(reference)}” is not followed: only pictures of the web or the folder."
            )
        asked = unquote(re.split(r"[?#]", reference, maxsplit=1)[0]).replace("\\", "/")
        path = next((one for one in self._candidates(asked, beside, stem) if one in self.paths), None)
        path = path or self._by_end(asked)
        if path is None and _leads_out(asked, beside):
            raise Refused(f"The picture “{_short(reference)}” leads out of the folder and is not read.")
        return PictureRef(reference, path=path, alt=alt)

    def _candidates(self, asked: str, beside: str, stem: str) -> Iterator[str]:
        if not asked.startswith("/"):
            yield posixpath.normpath(posixpath.join(beside, asked))
            yield posixpath.normpath(posixpath.join(beside, stem, asked))
        rest = ALIAS.sub("", asked).lstrip("/")
        for folder in _upwards(beside):
            for served in SERVED:
                yield posixpath.normpath(posixpath.join(folder, served, rest))

    def _by_end(self, asked: str) -> str | None:
        """The one file whose path ends like *asked*; None where several do, or only by its bare name."""
        rest = re.sub(r"^(?:\.{1,2}/)+", "", ALIAS.sub("", asked)).lstrip("/")
        if "/" not in rest:
            return None
        ending = [
            path for path in self.by_name.get(posixpath.basename(rest), ()) if path.endswith("/" + rest)
        ]
        return ending[0] if len(ending) == 1 else None

    def named(self, name: str) -> str | None:
        """The one picture with this name anywhere in the folder, as notebooks refer to it; else None."""
        found = self.by_name.get(posixpath.basename(name), [])
        return found[0] if len(found) == 1 else None


def is_picture(path: str) -> bool:
    """Whether *path* ends like a picture's."""
    return path.lower().endswith(ENDINGS)


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _leads_out(asked: str, beside: str) -> bool:
    joined = posixpath.normpath(posixpath.join(beside, asked.lstrip("/") if asked.startswith("/") else asked))
    return joined == ".." or joined.startswith("../")


def _short(reference: str) -> str:
    return reference if len(reference) <= 80 else reference[:79] + "…"
