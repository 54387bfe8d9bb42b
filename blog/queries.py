"""The posts that each address shows, and no column more than it needs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Subquery

from blog.models import Post, PostAuthor
from content.models import Person, Topic
from content.prepared import prepared
from content.queries import is_live

# A post as it stands in a list; its text is never loaded for one.
CARD = ("title", "slug", "summary", "excerpt", "language", "publish_at", "unpublish_at", "trashed_at")


def cards(posts: QuerySet[Any]) -> QuerySet[Any]:
    """*posts* as lists show them, each with its ``signatures`` in order."""
    return posts.only(*CARD).prefetch_related(_signatures())


def _signatures() -> "Prefetch[str, Any, str]":
    people = PostAuthor.objects.select_related("person").only(
        "post_id", "position", "person__name", "person__slug"
    )
    return Prefetch("postauthor_set", people, to_attr="signatures")


def _subjects() -> "Prefetch[str, Any, str]":
    return Prefetch("topics", Topic.objects.only("name", "slug"), to_attr="subjects")


def whole(now: datetime, slug: str) -> Any:
    """The live post at *slug* with all that its page shows, or None."""
    post: Any = next(iter(_at(now, slug)), None)
    if post is not None:
        post.signatures = [PostAuthor(person=person) for person in _signers(post.pk)]
        post.subjects = list(_topics(post.pk))
    return post


@prepared
def _at(now: datetime, slug: str) -> QuerySet[Post]:
    return Post.objects.published(now).filter(slug=slug).defer("body")


def full_texts(posts: QuerySet[Any], number: int) -> list[Any]:
    """The newest *number* of *posts*, with their texts, as feeds carry them."""
    return list(posts.defer("body", "toc").prefetch_related(_signatures(), _subjects())[:number])


def neighbours(post: Any, now: datetime) -> tuple[Post | None, Post | None]:
    """The live posts right after and right before *post*, in one query."""
    return _around(_beside(post.publish_at, post.pk, now), (post.publish_at, post.pk))


@prepared
def _beside(at: datetime, pk: int, now: datetime) -> QuerySet[Post]:
    live = Post.objects.published(now)
    same = Q(publish_at=at)
    later = live.filter(Q(publish_at__gt=at) | (same & Q(pk__gt=pk)), publish_at__gte=at)
    earlier = live.filter(Q(publish_at__lt=at) | (same & Q(pk__lt=pk)), publish_at__lte=at)
    return _first_of_each(later.order_by("publish_at", "pk"), earlier.order_by("-publish_at", "-pk"))


@prepared
def _signers(post: int) -> QuerySet[Person]:
    return Person.objects.filter(postauthor__post=post).order_by("postauthor__position")


@prepared
def _topics(post: int) -> QuerySet[Topic]:
    return Topic.objects.filter(posttopic__post=post)


def around(start: datetime, end: datetime, now: datetime) -> tuple[Post | None, Post | None]:
    """The first live post from *end* on, and the last one before *start*, in one query."""
    live = Post.objects.published(now)
    found = _first_of_each(
        live.filter(publish_at__gte=end).order_by("publish_at", "pk"),
        live.filter(publish_at__lt=start).order_by("-publish_at", "-pk"),
    )
    return _around(found, (start, 0))


def _first_of_each(*lists: QuerySet[Any]) -> QuerySet[Any]:
    chosen = Q()
    for each in lists:
        chosen |= Q(pk=Subquery(each.values("pk")[:1]))
    return Post.objects.filter(chosen).only(*CARD)


def _around(posts: Iterable[Any], here: tuple[Any, int]) -> tuple[Post | None, Post | None]:
    newer = older = None
    for post in posts:
        if (post.publish_at, post.pk) > here:
            newer = post
        else:
            older = post
    return newer, older


def between(start: datetime, end: datetime, now: datetime) -> QuerySet[Any]:
    """The live posts of a span of time, newest first, as lists show them but without their authors."""
    span = Post.objects.published(now).filter(publish_at__gte=start, publish_at__lt=end)
    return span.only(*CARD).order_by("-publish_at", "-pk")


def filed_cards(posts: QuerySet[Any]) -> QuerySet[Any]:
    """*posts* as a topic shows them, each with its topics; they are not told who signed them."""
    return posts.only(*CARD).prefetch_related(_subjects())


def topics_in_use(now: datetime) -> QuerySet[Any]:
    """The topics with live posts by name, each with their number as ``entries``."""
    number = Count("posttopic", filter=is_live(now, "posttopic__post__"))
    return Topic.objects.annotate(entries=number).filter(entries__gt=0)


def newest(now: datetime, number: int) -> list[Any]:
    """The newest *number* of live posts as a home page shows them, with authors, topics and pictures."""
    posts = Post.objects.published(now).order_by("-publish_at", "-pk").select_related("lead_picture")
    with_lead = posts.only(*CARD, "words", "lead_alt", "lead_picture")
    return list(with_lead.prefetch_related(_signatures(), _subjects())[:number])
