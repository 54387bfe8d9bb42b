"""What was written, by whom and when. Revisions and log are only ever added to; old autosaves are thinned."""

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """All fields of a thing as they were at one moment.

    The live row is what readers see; revisions hold the edits. ``of`` and ``thing_id`` name the thing
    (``post``, 17); ``base`` is the revision that this one grew from.
    """

    class Kind(models.TextChoices):
        AUTOSAVE = "autosave"
        DRAFT = "draft"
        PUBLISHED = "published"
        RESTORED = "restored"
        IMPORTED = "imported"

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    fields = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    base = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    idempotency_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("of", "thing_id", "id"), name="revisions_of_a_thing"),
            models.Index(fields=("of", "id"), name="revisions_in_time"),
            models.Index(fields=("made_at",), condition=models.Q(kind="autosave"), name="autosaves_in_time"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("of", "thing_id", "idempotency_key"),
                condition=~models.Q(idempotency_key=""),
                name="one_revision_a_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id} revision {self.pk}"


class PublicChange(models.Model):
    """What readers are told of one larger change of a live text, ``said`` in its author's own words, if any.

    ``pieces`` has for each part that differs its name (``title``, ``summary``, ``text``) and the two texts in
    one, as ``content.comparing`` parts them.
    """

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    at = models.DateTimeField()
    said = models.CharField(max_length=300, blank=True)
    pieces = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = (models.Index(fields=("of", "thing_id", "at"), name="public_changes_of_a_thing"),)

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id} at {self.at}"


class Newest(models.Model):
    """What the newest revision of a thing says of it, one narrow row a thing.

    Lists of the studio are made of these: a revision holds the whole text, and a hundred thousand of them
    are too much to look through while somebody types. ``folded`` is what is searched.
    """

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    folded = models.TextField()
    has_summary = models.BooleanField()
    kind = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "thing_id"), name="one_newest_a_thing"),)
        indexes = (
            models.Index(fields=("of", "revision", "thing_id"), name="newest_in_time"),
            models.Index(fields=("of", "kind", "revision"), name="newest_by_kind"),
        )

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id} {self.title}"


class LogEntry(models.Model):
    """Who did which verb to what, with what it changed from and to."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=32)
    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "log entries"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("of", "thing_id"), name="log_of_a_thing"),
            models.Index(fields=("of", "id"), name="log_of_a_kind"),
            models.Index(fields=("verb", "id"), name="log_of_a_verb"),
            models.Index(fields=("actor", "id"), name="log_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb} {self.of}:{self.thing_id}"
