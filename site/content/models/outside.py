"""What other sites answered when the worker asked them."""

from django.db import models


class OutsideLink(models.Model):
    """An address on another site that a text leads to, and how it answered last.

    ``status`` is its HTTP status, 0 where it did not answer; ``says`` is what is wrong with it, in words, or
    empty. ``failures`` are counted since it last was well. It is asked again at ``due_at``.
    """

    digest = models.CharField(max_length=64, unique=True)  # an address is longer than an index may be
    url = models.CharField(max_length=2000)
    status = models.PositiveSmallIntegerField(default=0)
    says = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.url
