"""How often texts were looked at."""

from django.db import models


class Views(models.Model):
    """The views of one text on one day of the site's, by people and by robots; nothing of whoever looked."""

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    day = models.DateField()
    people = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "views"
        constraints = (
            models.UniqueConstraint(fields=("of", "thing_id", "day"), name="one_row_of_views_a_day"),
        )
        indexes = (models.Index(fields=("day",), name="views_by_day"),)

    def __str__(self) -> str:
        return f"{self.people} views of {self.of}:{self.thing_id} on {self.day}"
