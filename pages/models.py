"""The standing pages: a tree whose paths are kept on its rows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from content.models import Person, Publishable, Topic

# First steps of addresses that belong to other rooms.
RESERVED = frozenset(
    [
        "blog",
        "topics",
        "authors",
        "series",
        "search",
        "static",
        "media",
        "studio",
        "admin",
        "api",
        "login",
        "logout",
        "account",
        "healthz",
        "readyz",
        "sitemaps",
        "metrics",
        "comments",
        "subscribe",
        "preview",
        "cards",
        "edge-status",
    ]
)


class Page(Publishable):
    """A standing page. ``path`` is its whole address without the outer slashes: ``writing/markdown``."""

    kind = "page"

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=500, unique=True)
    authors: Any = models.ManyToManyField(Person, through="PageAuthor", related_name="pages")
    topics: Any = models.ManyToManyField(Topic, related_name="pages")

    class Meta(Publishable.Meta):
        ordering = ("path",)

    def clean(self) -> None:
        if self.parent_id is None and self.slug in RESERVED:
            raise ValidationError(
                {"slug": f"/{self.slug}/ is an address of the site itself; choose another word."}
            )

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    def has_below(self) -> bool:
        return Page.objects.filter(parent=self).exists()

    def own_path(self) -> str:
        """Where the page stands by its slug and its parent."""
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug


class PageAuthor(models.Model):
    """A page is by a person, in the order of *position*."""

    page = models.ForeignKey(Page, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("page", "person"), name="one_author_once_a_page"),)

    def __str__(self) -> str:
        return f"{self.page_id} by {self.person_id}"
