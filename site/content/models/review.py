"""The talk about a text before it is published."""

from django.conf import settings
from django.db import models


class Remark(models.Model):
    """One thing said about a text: it is submitted, sent back, approved, or simply remarked upon.

    Whether a text waits for review follows from the last remark that is no mere note. ``revision`` is the
    text that it was said about.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"
        NOTE = "note"

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    revision = models.ForeignKey("content.Revision", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("of", "thing_id"), name="remarks_on_a_thing"),)

    def __str__(self) -> str:
        return f"{self.by_name}: {self.kind} {self.of}:{self.thing_id}"
