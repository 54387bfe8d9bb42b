"""Pictures: made anew from what was uploaded, so that nothing of it is served but what can be seen."""

from typing import Any

from django.conf import settings
from django.db import models

LONGEST_ALT = 500  # characters


class Picture(models.Model):
    """One picture. ``width`` and ``height`` are pixels as it is seen, ``bytes`` the size of the stored file.

    ``sha256`` is the hash of the upload, by which the same one is known again; the file is named by the hash
    of what is stored. ``focus_x`` and ``focus_y`` say what matters most in it, as fractions of its width and
    height from the top left. A decorative picture says nothing, so it has no description either.
    """

    kind = "picture"

    file = models.FileField(max_length=200, db_index=True)
    name = models.CharField(max_length=200)
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)
    is_decorative = models.BooleanField(default=False)
    focus_x = models.FloatField(default=0.5)
    focus_y = models.FloatField(default=0.5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=200, blank=True)
    source_ref = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    trashed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def says(self) -> str:
        """What stands in its place for whoever cannot see it."""
        return "" if self.is_decorative else self.alt

    def is_by(self, user: Any) -> bool:
        """Whether *user* brought it."""
        return self.owner_id is not None and self.owner_id == user.pk
