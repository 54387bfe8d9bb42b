"""Pictures: made anew from what was uploaded, so that nothing of it is served but what can be seen."""

from django.db import models


class Picture(models.Model):
    """One picture. ``width`` and ``height`` are pixels as it is seen, ``bytes`` the size of the stored file.

    ``sha256`` is the hash of the upload, by which the same one is known again; the file is named by the hash
    of what is stored.
    """

    kind = "picture"

    file = models.FileField(max_length=200)
    name = models.CharField(max_length=200)
    alt = models.CharField(max_length=500, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=200, blank=True)
    source_ref = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return self.file.url
