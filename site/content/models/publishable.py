"""What a page of the tree and a post of the stream have in common."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from content.models.loaded import Loaded
from content.queries import PublishableQuerySet
from content.slugs import validate_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.archives import Entries

ALIKE = 200  # letters at the beginning: an excerpt has hardly more


class Publishable(Loaded):
    """A text that is drafted, published and withdrawn.

    Its state is derived from three times and never stored (``state``); the row is what readers see, edits
    wait in revisions.
    """

    kind: ClassVar[str]
    # What a revision keeps of this kind alone, and what stands in tables beside the row.
    beside: ClassVar[tuple[str, ...]] = ()

    class BodyFormat(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"

    class Comments(models.TextChoices):
        OFF = "off"
        MODERATED = "moderated"
        OPEN = "open"

    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=200, validators=[validate_slug])
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    body_format = models.CharField(max_length=16, choices=BodyFormat.choices, default=BodyFormat.MARKDOWN)
    body_html = models.TextField(blank=True)
    toc = models.JSONField(default=list, blank=True)  # [level, id, text] of each heading
    excerpt = models.CharField(max_length=320, blank=True)
    words = models.PositiveIntegerField(default=0)
    renderer = models.CharField(max_length=32, blank=True)
    lead_picture = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lead_alt = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=16, default="en")
    publish_at = models.DateTimeField(null=True, blank=True)
    unpublish_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    seo_title = models.CharField(max_length=300, blank=True)
    seo_description = models.CharField(max_length=400, blank=True)
    canonical_url = models.URLField(max_length=500, blank=True)
    noindex = models.BooleanField(default=False)
    comments = models.CharField(max_length=16, choices=Comments.choices, blank=True)  # empty: as the site
    # Whether readers may see how it changed.
    shows_changes = models.BooleanField(default=False, db_default=False)
    first_published_at = models.DateTimeField(null=True, blank=True)
    content_changed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    source_ref = models.CharField(max_length=500, blank=True)
    feed_id = models.CharField(
        max_length=500, blank=True
    )  # what feeds elsewhere called it, before it came here

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=("source", "source_ref"),
                condition=~models.Q(source=""),
                name="one_%(class)s_a_source",
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("publish_at", "id"), name="%(class)s_in_time"),
            models.Index(
                fields=("unpublish_at",),
                condition=models.Q(unpublish_at__isnull=False),
                name="%(class)s_endings",
            ),
            models.Index(
                fields=("trashed_at",),
                condition=models.Q(trashed_at__isnull=False),
                name="%(class)s_in_the_trash",
            ),
            # All that the sitemap's index asks, so that it reads no texts.
            models.Index(
                fields=(
                    *("publish_at", "id", "content_changed_at", "unpublish_at", "trashed_at"),
                    *("noindex", "canonical_url"),
                ),
                name="%(class)s_to_be_found",
            ),
            # The constraint's own index is partial, and SQLite uses it only where it can see that it may.
            models.Index(fields=("source_ref", "source"), name="%(class)s_by_source"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def state(self, now: datetime) -> str:
        """``trashed``, ``draft``, ``scheduled``, ``withdrawn`` or ``live`` at *now*."""
        if self.trashed_at:
            return "trashed"
        if self.publish_at is None:
            return "draft"
        if self.unpublish_at and self.unpublish_at <= max(now, self.publish_at):
            return "withdrawn"  # before its time came, too
        if self.publish_at > now:
            return "scheduled"
        return "live"

    def is_by(self, user: Any) -> bool:
        """Whether *user* is among the authors."""
        return any(author.user_id == user.pk for author in self.authors.all())  # type: ignore[attr-defined]

    @property
    def minutes(self) -> int:
        """Minutes of reading at 220 words a minute, at least one."""
        return max(1, round(self.words / 220))

    @property
    def lede(self) -> str:
        """The summary as it stands over the text: empty where the text begins with the same words.

        Elsewhere a summary often is what stands before the mark for *more*, which belongs to lists alone.
        """
        return "" if _letters(self.excerpt).startswith(_letters(self.summary)[:ALIKE]) else self.summary

    def streams(self) -> "list[Entries]":
        """The lists that this thing stands in."""
        return []

    @classmethod
    def lists(cls, topics: "Iterable[int]", authors: "Iterable[int]") -> "list[Entries]":
        """The lists that things with these topics and authors stand in."""
        return []

    def has_below(self) -> bool:
        """Whether others stand below it, whose addresses begin with its own."""
        return False

    def told_beside(self) -> dict[str, Any]:
        """What is ``beside`` the row, as a revision keeps it."""
        return {}

    def rows_beside(self, fields: dict[str, Any]) -> dict[type[models.Model], list[models.Model]]:
        """The rows that *fields* would have there, by their model; nothing is saved."""
        return {}

    def place(self) -> None:
        """Bring the copies of its date, which lists are sorted by, in line with the row."""


def _letters(text: str) -> str:
    """The letters and digits of *text*, without the marks that typography changes."""
    return re.sub(r"[\W_]+", "", text)
