"""The pictures of one import: each stored once, found again in the next run."""

from pathlib import Path

from content.remote import Fetcher
from content.remote import Refused as NotFetched
from importers.items import Item, PictureRef
from importers.report import Report
from media import pictures
from media.cleaning import MAX_BYTES
from media.models import Picture

REMOTE = "web"  # the source of pictures that were fetched; their address is the source_ref


class Gallery:
    """Stores what items show and tells the number of each picture.

    *base* is the folder that paths are in; *fetcher* is None where pictures of other sites stay there.
    """

    def __init__(self, base: Path, fetcher: Fetcher | None, report: Report) -> None:
        self.base, self.fetcher, self.report = base.resolve(), fetcher, report
        self.known: dict[str, int | None] = {}
        self.fetched = dict(Picture.objects.filter(source=REMOTE).values_list("source_ref", "pk"))

    def number(self, picture: PictureRef, item: Item) -> int | None:
        """The picture's number on this site, or None where it is not here; the report says why."""
        key = picture.url or picture.path
        if not key:
            return None
        if key not in self.known:
            self.known[key] = self._web(picture, item) if picture.url else self._file(picture, item)
        return self.known[key]

    def _file(self, picture: PictureRef, item: Item) -> int | None:
        path = self.base / str(picture.path)
        try:
            return self._kept(self._read(path), picture, item.source, str(picture.path))
        except OSError as error:
            self._refuse(item, f"The picture “{picture.path}” cannot be read: {error.strerror}.")
        except pictures.Refused as error:
            self._refuse(item, f"The picture “{picture.path}” was not taken: {error}")
        return None

    def _read(self, path: Path) -> bytes:
        if path.is_symlink() or not path.resolve().is_relative_to(self.base):
            raise pictures.Refused("It leads out of the folder.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    def _web(self, picture: PictureRef, item: Item) -> int | None:
        if picture.url in self.fetched:
            self.report.pictures["known"] += 1
            return self.fetched[picture.url]
        if self.fetcher is None:
            self.report.pictures["remote"] += 1
            return None
        try:
            return self._kept(self.fetcher.fetch(picture.url), picture, REMOTE, picture.url[:500])
        except (NotFetched, pictures.Refused) as error:
            self._refuse(item, f"The picture {picture.url[:200]} was not fetched. {error}")
            return None

    def _kept(self, data: bytes, picture: PictureRef, source: str, ref: str) -> int:
        before = Picture.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        name = (picture.path or picture.url).rsplit("/", 1)[-1]
        made = pictures.store(data, name=name, alt=picture.alt, source=source, source_ref=ref)
        new = "fetched" if source == REMOTE else "stored"
        self.report.pictures[new if made.pk > before else "known"] += 1
        return made.pk

    def _refuse(self, item: Item, why: str) -> None:
        self.report.pictures["refused"] += 1
        self.report.fault(item.source_ref, 0, why)
