"""Changes of live texts that wait for their time."""

from django.conf import settings
from django.db import models

from content.models.history import Revision


class Planned(models.Model):
    """A revision of a live text that readers get at a moment ahead; one at most for each text.

    It goes when it is applied. One that could not be applied stays, with the ``reason``. ``arranged`` is what
    of the row is changed by other verbs than writing (its address, its place, its topics) as it was when this
    was planned: what was arranged since is kept. ``said`` is what its author tells readers of the change;
    ``is_news`` and ``why`` are what was said against the count of words, if anything was.
    """

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    arranged = models.JSONField()
    said = models.TextField(blank=True, db_default="")
    is_news = models.BooleanField(null=True)
    why = models.TextField(blank=True, db_default="")
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "planned changes"
        constraints = (models.UniqueConstraint(fields=("of", "thing_id"), name="one_plan_a_thing"),)

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id} at {self.at:%Y-%m-%d %H:%M}"
