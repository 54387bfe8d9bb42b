"""Where the archives of a list are cut."""

from django.db import models


class Stream(models.Model):
    """One list of entries (``all``, ``topic:3``, ``author:5``): the row that a new cut locks."""

    key = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.key


class Cut(models.Model):
    """Archive page *number* of a stream begins with this entry. Cuts are made and never moved."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="cuts")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        ordering = ("stream", "number")
        constraints = (models.UniqueConstraint(fields=("stream", "number"), name="one_cut_a_number"),)

    def __str__(self) -> str:
        return f"{self.stream_id} {self.number}"
