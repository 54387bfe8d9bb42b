"""What Redis could not be told."""

from django.db import models


class Outbox(models.Model):
    """A commit that was not fenced, written with it; gone when a new epoch has made up for it."""

    txn = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return self.txn
