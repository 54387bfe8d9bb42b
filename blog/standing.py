"""What stands around a post: asked before a commit, to know which pages a change of it touches."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from blog.calendars import MOST_TITLES
from blog.models import Post, PostAuthor, PostTopic
from content.prepared import prepared
from content.queries import is_live


def beside(at: datetime, pk: int, now: datetime) -> set[int]:
    """The posts on both sides of a place: the nearest live ones, and the nearest that will or may be."""
    return {post.pk for post in _beside(at, pk, now)}


@prepared
def _beside(at: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    later = Q(publish_at__gte=at) & (Q(publish_at__gt=at) | Q(pk__gt=pk))
    earlier = Q(publish_at__lte=at) & (Q(publish_at__lt=at) | Q(pk__lt=pk))
    return _nearest(later, earlier, now).only("pk")


def _nearest(later: Q, earlier: Q, now: datetime) -> QuerySet[Post]:
    """The first post of *later* and the last of *earlier*; of the live ones, and of all not in the trash."""
    chosen = Q()
    for those in (Post.objects.published(now), Post.objects.filter(trashed_at=None)):
        for side, order in ((later, ("publish_at", "pk")), (earlier, ("-publish_at", "-pk"))):
            chosen |= Q(pk=Subquery(those.filter(side).order_by(*order).values("pk")[:1]))
    return Post.objects.filter(chosen)


def moments_around(start: datetime, end: datetime, now: datetime) -> Iterator[datetime]:
    """When the posts stand that are nearest to a span of time, as above."""
    return (post.publish_at for post in _around(start, end, now) if post.publish_at)


@prepared
def _around(start: datetime, end: datetime, now: datetime) -> QuerySet[Post]:
    return _nearest(Q(publish_at__gte=end), Q(publish_at__lt=start), now).only("publish_at")


def stays_another(start: datetime, end: datetime, pk: int, now: datetime) -> bool:
    """Whether a live post other than *pk* stands in a span of time for good."""
    return bool(_another(start, end, pk, now))


@prepared
def _another(start: datetime, end: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    return _staying(start, end, now).exclude(pk=pk).only("pk")[:1]


def stays_an_older(start: datetime, end: datetime, pk: int, now: datetime) -> bool:
    """The same of those made before *pk*.

    Of several that come at once, each is another to the others; the oldest of them is not taken in by that.
    """
    return bool(_older(start, end, pk, now))


@prepared
def _older(start: datetime, end: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    return _staying(start, end, now).filter(pk__lt=pk).only("pk")[:1]


def stay_many(start: datetime, end: datetime, pk: int, now: datetime) -> bool:
    """Whether more live posts other than *pk* stand there for good than a calendar names."""
    return bool(_one_more_than_named(start, end, pk, now))


@prepared
def _one_more_than_named(start: datetime, end: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    return _staying(start, end, now).exclude(pk=pk).only("pk")[MOST_TITLES : MOST_TITLES + 1]


def _staying(start: datetime, end: datetime, now: datetime) -> QuerySet[Post]:
    live = Post.objects.published(now).filter(unpublish_at=None)
    return live.filter(publish_at__gte=start, publish_at__lt=end).order_by("publish_at")


def is_followed(topic: int, at: datetime, post: int, now: datetime) -> bool:
    """Whether a live post that is newer stays under *topic* for good; of one moment, the one made later."""
    return bool(_following(topic, at, post, now))


@prepared
def _following(topic: int, at: datetime, post: int, now: datetime) -> QuerySet[PostTopic]:
    later = Q(publish_at__gt=at) | Q(post__gt=post)
    newer = PostTopic.objects.filter(later, topic=topic, publish_at__gte=at)
    return newer.filter(is_live(now, "post__"), post__unpublish_at=None).only("pk")[:1]


def lists_of(post: int) -> dict[str, datetime | None]:
    """The topics' and authors' lists in which a post stands, by their keys, each with its date there."""
    topics = {f"topic:{filed.topic_id}": filed.publish_at for filed in _filings(post)}
    return topics | {f"author:{signed.person_id}": signed.publish_at for signed in _signings(post)}


@prepared
def _filings(post: int) -> QuerySet[PostTopic]:
    return PostTopic.objects.filter(post=post).only("topic_id", "publish_at")


@prepared
def _signings(post: int) -> QuerySet[PostAuthor]:
    return PostAuthor.objects.filter(post=post).only("person_id", "publish_at").order_by()


def is_followed_by_author(person: int, at: datetime, post: int, now: datetime) -> bool:
    """The same of what a person signed."""
    return bool(_following_of_author(person, at, post, now))


@prepared
def _following_of_author(person: int, at: datetime, post: int, now: datetime) -> QuerySet[PostAuthor]:
    later = Q(publish_at__gt=at) | Q(post__gt=post)
    newer = PostAuthor.objects.filter(later, person=person, publish_at__gte=at)
    return newer.filter(is_live(now, "post__"), post__unpublish_at=None).order_by().only("pk")[:1]


def signers_of(post: int) -> dict[int, datetime | None]:
    """Who signed a post, each with its date there."""
    return {signed.person_id: signed.publish_at for signed in _signings(post)}


def topics_of(post: int) -> dict[int, datetime | None]:
    """The topics under which a post is filed, each with its date there."""
    return {filed.topic_id: filed.publish_at for filed in _filings(post)}


def is_coming(post: int, now: datetime) -> bool:
    """Whether readers see the post, or will as things stand."""
    return bool(_coming(post, now))


@prepared
def _coming(post: int, now: datetime) -> QuerySet[Any]:
    in_time = Q(unpublish_at=None) | Q(unpublish_at__gt=now)
    return Post.objects.filter(in_time, pk=post, publish_at__isnull=False, trashed_at=None).only("pk")
