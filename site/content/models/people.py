"""Who signs texts, and what texts are about."""

from typing import Any

from django.conf import settings
from django.db import models

from content.addresses import address
from content.models.loaded import Loaded


class Person(Loaded):
    """An author as readers know them; an account is optional, and never read in public."""

    kind = "person"

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200, unique=True)
    bio = models.TextField(blank=True)
    picture = models.ForeignKey("media.Picture", models.SET_NULL, null=True, blank=True, related_name="+")
    links = models.JSONField(default=list, blank=True)
    fediverse = models.CharField(max_length=200, blank=True)  # as @ines@example.social
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )

    class Meta:
        verbose_name_plural = "people"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("blog:author", self.slug)

    def is_by(self, user: Any) -> bool:
        return self.user_id is not None and self.user_id == user.pk


class Topic(Loaded):
    """What texts are filed under. Names it had before lead to it still."""

    kind = "topic"

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    former_names = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("blog:topic", self.slug)

    def is_by(self, user: Any) -> bool:
        return False
