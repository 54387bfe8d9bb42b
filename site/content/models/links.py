"""How addresses and texts lead to each other."""

from typing import Any

from django.db import models


class Redirect(models.Model):
    """An address that moved (301, 302) or is gone for good (410). A target is never itself redirected."""

    class Status(models.IntegerChoices):
        MOVED = 301
        FOUND = 302
        GONE = 410

    kind = "redirect"

    path = models.CharField(max_length=500, unique=True)
    target = models.CharField(max_length=1000, blank=True, db_index=True)
    status = models.PositiveSmallIntegerField(choices=Status.choices, default=Status.MOVED)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return f"{self.path} → {self.target or 'gone'}"

    def is_by(self, user: Any) -> bool:
        return False


class Use(models.Model):
    """A text shows a picture or names a file: in its row, its newest revision, or both. Filled at save."""

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    picture = models.ForeignKey("media.Picture", models.CASCADE, related_name="uses", null=True)
    file = models.ForeignKey("media.File", models.CASCADE, related_name="uses", null=True)
    in_row = models.BooleanField(default=False)
    in_draft = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "thing_id", "picture"), name="one_use_a_text"),
            models.UniqueConstraint(fields=("of", "thing_id", "file"), name="one_use_of_a_file"),
        )

    def __str__(self) -> str:
        shown = f"picture:{self.picture_id}" if self.picture_id else f"file:{self.file_id}"
        return f"{self.of}:{self.thing_id} shows {shown}"


class Link(models.Model):
    """A text leads to another thing (``to``, ``to_id``), or to an address here or elsewhere (``url``).

    Filled at save.
    """

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    to = models.CharField(max_length=16, blank=True)
    to_id = models.BigIntegerField(null=True)
    url = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("of", "thing_id"), name="links_from"),
            models.Index(fields=("to", "to_id"), name="links_to"),
        )

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id} → {self.url or f'{self.to}:{self.to_id}'}"
