"""Which texts are translations of each other."""

import uuid

from django.db import models


class Translation(models.Model):
    """That a text says in its language what others of its *group* say in theirs; each is in one at most."""

    of = models.CharField(max_length=16)
    thing_id = models.BigIntegerField()
    group = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "thing_id"), name="one_group_a_text"),)
        indexes = (models.Index(fields=("group", "thing_id"), name="texts_of_a_group"),)

    def __str__(self) -> str:
        return f"{self.of}:{self.thing_id}"
