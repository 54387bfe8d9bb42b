"""The stream: posts, and where each stands in the lists of its topics and authors."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import FilteredRelation, Q

from content.addresses import address
from content.archives import Entries
from content.models import Person, Publishable, Topic
from content.slugs import validate_slug

# What stands at /blog/<word>/ already: the archive, a year, a feed.
RESERVED = re.compile(r"archive|\d{4}|feed.*")


def refuse_reserved(slug: str) -> None:
    """Refuse a slug that names another address of the blog. Raises ValidationError."""
    if RESERVED.fullmatch(slug):
        raise ValidationError(f"/blog/{slug}/ is an address of the blog itself; choose another word.")


class Post(Publishable):
    """An entry of the stream."""

    kind = "post"
    beside = ("series",)

    authors: Any = models.ManyToManyField(Person, through="PostAuthor", related_name="posts")
    topics: Any = models.ManyToManyField(Topic, through="PostTopic", related_name="posts")
    related: Any = models.ManyToManyField(
        "self", through="RelatedPost", through_fields=("post", "other"), symmetrical=False, related_name="+"
    )
    related_at = models.DateTimeField(null=True, blank=True, editable=False)  # when those were worked out

    class Meta(Publishable.Meta):
        indexes = (
            *Publishable.Meta.indexes,
            models.Index(
                fields=("publish_at",),
                condition=models.Q(related_at__isnull=True, publish_at__isnull=False),
                name="posts_to_be_related",
            ),
        )
        constraints = (
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=("slug",), name="one_post_a_slug"),
        )

    def clean(self) -> None:
        refuse_reserved(self.slug)

    def get_absolute_url(self) -> str:
        return address("blog:post", self.slug)

    def streams(self) -> list[Entries]:
        topics = self.topics.values_list("pk", flat=True)
        authors = self.authors.values_list("pk", flat=True)
        return self.lists(topics, authors)

    @classmethod
    def lists(cls, topics: Iterable[int], authors: Iterable[int]) -> list[Entries]:
        return [everything(), *(of_topic(pk) for pk in topics), *(of_author(pk) for pk in authors)]

    def told_beside(self) -> dict[str, Any]:
        return {"series": SeriesEntry.objects.filter(post=self).values_list("series", flat=True).first()}

    def rows_beside(self, fields: dict[str, Any]) -> dict[type[models.Model], list[models.Model]]:
        return {SeriesEntry: self._part_of(Series.objects.filter(pk=fields["series"]).first())}

    def _part_of(self, series: "Series | None") -> list[models.Model]:
        """Its place in *series*: the one that it has there, else the last."""
        if series is None:
            return []
        own = series.entries.filter(post=self).first()
        position = own.position if own else series.next_position()
        return [SeriesEntry(series=series, post=self, position=position)]

    def place(self) -> None:
        PostTopic.objects.filter(post=self).update(publish_at=self.publish_at)
        PostAuthor.objects.filter(post=self).update(publish_at=self.publish_at)


class PostTopic(models.Model):
    """A post is filed under a topic; the copy of its date lets one index give the topic its list in order."""

    post = models.ForeignKey(Post, models.CASCADE)
    topic = models.ForeignKey(Topic, models.CASCADE)
    publish_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "topic"), name="one_topic_once_a_post"),)
        indexes = (models.Index(fields=("topic", "publish_at", "post"), name="posts_of_a_topic"),)

    def __str__(self) -> str:
        return f"{self.post_id} under {self.topic_id}"


class PostAuthor(models.Model):
    """A post is by a person, in the order of *position*. Its date is copied here as in PostTopic."""

    post = models.ForeignKey(Post, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)
    publish_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("post", "person"), name="one_author_once_a_post"),)
        indexes = (models.Index(fields=("person", "publish_at", "post"), name="posts_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.post_id} by {self.person_id}"


class RelatedPost(models.Model):
    """A post names another that goes with it (``content.relating``), the nearest at position 0.

    The database holds none to another's row: whoever writes such lists would have to wait for its author.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_constraint=False)
    other = models.ForeignKey(Post, models.CASCADE, related_name="+", db_constraint=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("post", "position"), name="one_related_a_position"),)

    def __str__(self) -> str:
        return f"{self.post_id} names {self.other_id}"


class Series(models.Model):
    """Posts that belong together, in an order of their own."""

    kind = "series"

    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=200, unique=True, validators=[validate_slug])
    description = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("blog:series", self.slug)

    def next_position(self) -> int:
        """The place after its last part."""
        last = self.entries.order_by("-position").first()
        return last.position + 1 if last else 0

    def is_by(self, user: Any) -> bool:
        return False


class SeriesEntry(models.Model):
    """A post has a place in a series, and in one at most."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="entries")
    post = models.OneToOneField(Post, models.CASCADE, related_name="series_entry")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "pk")
        indexes = (models.Index(fields=("series", "position"), name="posts_of_a_series"),)

    def __str__(self) -> str:
        return f"{self.post_id} in {self.series_id}"


def everything() -> Entries:
    """The list of all posts."""
    return Entries("all", Post.objects.all)


def of_topic(topic: int) -> Entries:
    """The list of a topic's posts."""
    return Entries(f"topic:{topic}", lambda: _filed_under(topic), through="entry", of=topic)


def _filed_under(topic: int) -> models.QuerySet[Post]:
    filed = FilteredRelation("posttopic", condition=Q(posttopic__topic=topic))
    return Post.objects.annotate(entry=filed)


def of_author(person: int) -> Entries:
    """The list of a person's posts."""
    return Entries(f"author:{person}", lambda: _signed_by(person), through="entry", of=person)


def _signed_by(person: int) -> models.QuerySet[Post]:
    signed = FilteredRelation("postauthor", condition=Q(postauthor__person=person))
    return Post.objects.annotate(entry=signed)


def of_series(series: int) -> Entries:
    """The list of a series' parts by their dates; it is short, and is never cut."""
    return Entries(series_list(series), lambda: Post.objects.filter(series_entry__series=series), of=series)


def series_list(series: int) -> str:
    """The name of that list."""
    return f"series:{series}"
