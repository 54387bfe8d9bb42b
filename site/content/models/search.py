"""The index of the search: what is published, once more, in the form in which it is looked for."""

from django.db import models


class SearchEntry(models.Model):
    """A text that is live or scheduled, as search shows it.

    Its words stand at the same ``place`` of ``content_searchterms``, which Django does not know: on SQLite a
    full-text table, on PostgreSQL one of tsvectors. ``place`` orders by the date of publication, so that the
    newest are found first. ``topics`` and ``authors`` are numbers between spaces.
    """

    place = models.BigIntegerField(unique=True)
    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    address = models.TextField()
    language = models.CharField(max_length=16)
    publish_at = models.DateTimeField()
    unpublish_at = models.DateTimeField(null=True)
    year = models.SmallIntegerField()
    topics = models.TextField(blank=True)
    authors = models.TextField(blank=True)
    digest = models.CharField(max_length=32)  # of all that the entry was made from
    text = models.TextField(blank=True)  # last, so that rows are read without it

    class Meta:
        verbose_name_plural = "search entries"
        constraints = (models.UniqueConstraint(fields=("of", "thing_id"), name="one_search_entry_a_thing"),)

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in the index, for whoever spells it otherwise. Words never leave."""

    word = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchDue(models.Model):
    """Something was written past the verbs: the worker looks at what the index says of it.

    ``of`` is a kind of content, ``topic``, ``person``, or ``*`` for all there is. The same may stand here
    more than once: whoever puts it down is just before a commit, and must wait for nobody.
    """

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "search due"

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id}"
