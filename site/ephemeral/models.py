"""The table of the cache that lies in the database."""

from django.db import models


class Entry(models.Model):
    """A value in JSON under its key, and when it ends, in seconds of the epoch."""

    key = models.CharField(primary_key=True, max_length=250)
    value = models.TextField()
    ends = models.FloatField(null=True, db_index=True)
