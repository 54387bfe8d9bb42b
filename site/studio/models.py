"""What the studio keeps of its own: receipts, the gate's rules, preview links, views, what can be undone."""

from django.conf import settings
from django.db import models


class Receipt(models.Model):
    """What one verb changed for readers, as it was told to whoever did it.

    ``addresses`` are those of the kept pages that went (1,000 at most), ``purged`` is how many went;
    ``unkept`` are the further addresses that showed its text before or show it now, of which none was kept.
    ``edges`` of ``edges_known`` had confirmed it when the verb returned. It is not ``is_confirmed`` where the
    page store could not be told, and not ``is_cached`` where no pages are kept at all.
    """

    verb = models.CharField(max_length=32)
    of = models.CharField(max_length=16, blank=True)
    thing_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    changes = models.JSONField(default=list)  # [label, words in, words out] of each field
    addresses = models.JSONField(default=list)
    purged = models.PositiveIntegerField(default=0)
    unkept = models.JSONField(default=list, db_default=[])
    edges = models.PositiveIntegerField(default=0)
    edges_known = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    milliseconds = models.FloatField(default=0)
    is_confirmed = models.BooleanField(default=True)
    is_cached = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=("of", "thing_id"), name="receipts_of_a_thing"),)

    def __str__(self) -> str:
        return f"{self.verb} “{self.title}”"


class GateRule(models.Model):
    """What the gate does with one check, where that is not the default, and who may pass it all the same."""

    check_name = models.CharField(max_length=32, unique=True)
    action = models.CharField(max_length=8)
    passed_by = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return f"{self.check_name}: {self.action}"


class PreviewLink(models.Model):
    """An address that shows a text as it would be published to whoever has it. Of its token only the hash is
    kept.

    The newest revision is shown, unless one is pinned; as of ``at``, else of the moment it is opened.
    """

    digest = models.CharField(max_length=64, unique=True)
    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    revision = models.ForeignKey("content.Revision", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("of", "thing_id"), name="previews_of_a_thing"),)

    def __str__(self) -> str:
        return f"preview of {self.of}:{self.thing_id}"


class SavedView(models.Model):
    """A question to a shelf that somebody asks often, under a name of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=600)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("user", "kind", "name"), name="one_saved_view_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class BulkAction(models.Model):
    """A verb that was done to many texts at once, with what it takes to undo it for each."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulk_actions")
    made_at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)
    rows = models.JSONField()  # [{"thing": "post:17", "done": content.undoing.Done as data}, …]

    def __str__(self) -> str:
        return f"bulk action {self.pk} of {self.user_id}"
