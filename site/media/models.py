"""Pictures, made anew so that nothing of an upload is served but what can be seen; and other files."""

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from media.formats import FORMATS

LONGEST_ALT = 500  # characters
# What a page offers, in this order: a browser takes the first that it knows.
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class Brought(models.Model):
    """Something that a person brought, or an import: kept once, whatever it is called.

    ``name`` is what its owner called it. ``sha256`` is the hash of the upload, by which the same one is known
    again. ``source`` and ``source_ref`` say where an import has it from.
    """

    file = models.FileField(max_length=200, db_index=True)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=200, blank=True)
    source_ref = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    trashed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return self.file.url

    def is_by(self, user: Any) -> bool:
        """Whether *user* brought it."""
        return self.owner_id is not None and self.owner_id == user.pk


class Picture(Brought):
    """One picture. ``width`` and ``height`` are pixels as it is seen, ``bytes`` the size of the stored file.

    ``sha256`` is the hash of the upload, by which the same one is known again; the file is named by the hash
    of what is stored. ``focus_x`` and ``focus_y`` say what matters most in it, as fractions of its width and
    height from the top left. A decorative picture says nothing, so it has no description either.

    ``renditions`` are the widths of its smaller files by extension, which file they are ``of``, and by which
    ``recipe`` they were made; they stand in this row, and not in rows of their own, so that a page that shows
    the picture reads nothing more for them. The column ``recipe`` says what is due (``media.renditions``).
    ``tint`` is its mean colour as classes, shown until the picture is there.
    """

    kind = "picture"

    alt = models.CharField(max_length=LONGEST_ALT, blank=True)
    is_decorative = models.BooleanField(default=False)
    focus_x = models.FloatField(default=0.5)
    focus_y = models.FloatField(default=0.5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    renditions = models.JSONField(default=dict, blank=True)
    recipe = models.PositiveSmallIntegerField(default=0)
    tint = models.CharField(max_length=32, blank=True)

    class Meta(Brought.Meta):
        indexes = (models.Index(fields=("recipe",), name="pictures_due"),)

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What a page offers in lighter formats: each a type, and the files of it with their widths."""
        own = self._extension
        return tuple((TYPES[each], self._files(each)) for each in TYPES if self._has(each) and each != own)

    @property
    def srcset(self) -> str:
        """The picture and its smaller files in its own format, with their widths; empty where none is."""
        own = self._extension
        return f"{self.url} {self.width}w, {self._files(own)}" if self._has(own) else ""

    @property
    def _extension(self) -> str:
        return PurePosixPath(str(self.file.name)).suffix[1:]

    def _has(self, extension: str) -> bool:
        # Of a file that was put in its place behind the verbs' back nothing smaller was made.
        return extension in self.renditions and self.renditions["of"] == self.file.name

    def _files(self, extension: str) -> str:
        base = default_storage.url(rendition_folder(str(self.file.name)))
        recipe, widths = self.renditions["recipe"], self.renditions[extension]
        return ", ".join(f"{base}/{width}-{recipe}.{extension} {width}w" for width in widths)

    @property
    def focus(self) -> str:
        """What stays in sight of it where it is cut to fit, as classes (assets/css/picture.css)."""
        return f"fx-{round(self.focus_x * 10)} fy-{round(self.focus_y * 10)}"

    @property
    def looks(self) -> str:
        """The classes of its ``img``: its colour, and its focus where that is not the middle."""
        is_centred = self.focus_x == self.focus_y == 0.5
        return " ".join(filter(None, [self.tint, "" if is_centred else self.focus]))

    @property
    def says(self) -> str:
        """What stands in its place for whoever cannot see it."""
        return "" if self.is_decorative else self.alt


class File(Brought):
    """A recording, a film or a document, kept as it came. ``sha256`` is the hash of its ``bytes``.

    ``name`` is what its owner called it and what a text says in its place; the address is made of the hash.
    """

    kind = "file"

    bytes = models.PositiveBigIntegerField()

    @property
    def plays(self) -> str:
        """``audio``, ``video``, or nothing where it is only to be fetched."""
        return FORMATS[self.format].plays


def rendition_folder(file: str) -> str:
    """Where the renditions of a picture's *file* lie."""
    return str(PurePosixPath("renditions", *PurePosixPath(file).with_suffix("").parts[1:]))
