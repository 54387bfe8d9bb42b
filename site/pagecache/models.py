"""What the cache writes into the database: beside every change, so that it commits or vanishes with it."""

from django.db import models
from django.db.models.functions import Now


class Changed(models.Model):
    """The change log: one row that a transaction changed, written by the database's own triggers.

    ``txn`` is PostgreSQL's number of the transaction (empty on SQLite, where one writes at a time), ``row``
    the row's key as text (empty for a whole table), ``groups`` the groups of columns that changed, ``old``
    and ``new`` the columns that tags are made of. Lines live until their transaction commits; those that are
    there afterwards were written from outside. Numbers are never given twice.
    """

    txn = models.BigIntegerField(null=True)
    tbl = models.TextField()
    op = models.TextField()
    row = models.TextField(db_column="pk", blank=True, db_default="")
    groups = models.TextField(blank=True, db_default="")
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        verbose_name_plural = "changed"
        indexes = (
            models.Index(
                fields=("txn",), condition=models.Q(txn__isnull=False), name="changes_of_a_transaction"
            ),
        )

    def __str__(self) -> str:
        return f"{self.op} {self.tbl}:{self.row}"


class Outbox(models.Model):
    """A commit and what it purges, written with it; gone when Redis has been told.

    ``tags`` stand between spaces. Numbers are never given twice, so that the highest one handled says which
    state of the database Redis knows.
    """

    txn = models.CharField(max_length=32)
    tags = models.TextField(blank=True, db_default="")
    is_epoch = models.BooleanField(db_default=False)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return self.txn


class CdnPurge(models.Model):
    """What a CDN in front is to be told (pagecache/cdn): tags that changed, between spaces, or ``*``.

    ``told_at`` is when it heard of them the first time; gone when it has heard twice.
    """

    tags = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "CDN purge"
        verbose_name_plural = "CDN purges"

    def __str__(self) -> str:
        return self.tags


class Standing(models.Model):
    """The one row that remembers which Redis and which database were together last.

    ``run_id`` is Redis's, ``identity`` the database's own name for itself, ``told_epoch`` the epoch for which
    a CDN was last told to forget everything.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    run_id = models.CharField(max_length=64, blank=True, default="")
    identity = models.CharField(max_length=200, blank=True, default="")
    told_epoch = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name_plural = "standing"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_standing"),)

    def __str__(self) -> str:
        return f"{self.run_id} with {self.identity}"
