"""What is new: feeds, for the hub that their subscribers listen to; posts, for who reads them by mail."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from blog import feeds
from blog.feeds import Source
from blog.models import Post
from content.models import Revision
from content.telling import Change, anew

FORMS = ("", "rss", "json")


def changed(since: datetime, now: datetime) -> Iterator[Change]:
    """The addresses of feeds with a post that is new or another one since then, each with since when."""
    posts = anew(Post, since, now).prefetch_related("topics", "authors", "series_entry__series")
    for post in posts:
        for source in with_feeds(post):
            for form in FORMS:
                yield source.at(form), post.changed


def with_feeds(post: Post) -> Iterator[Source]:
    """The lists with feeds that *post* stands in."""
    yield feeds.of_everything()
    yield from (feeds.of_topic(topic.slug) for topic in post.topics.all())
    yield from (feeds.of_author(person.slug) for person in post.authors.all())
    if hasattr(post, "series_entry"):
        yield feeds.of_series(post.series_entry.series.slug)


def appeared(since: datetime, now: datetime) -> QuerySet[Post]:
    """The live posts that readers first saw after *since* and up to *now*, the oldest first.

    What an import brought is no news, unless it came as a draft and was published here.
    """
    history = Revision.objects.filter(of=Post.kind, thing_id=OuterRef("pk"))
    came = history.filter(kind=Revision.Kind.IMPORTED)
    published = history.filter(kind=Revision.Kind.PUBLISHED, made_at__lte=OuterRef("first_published_at"))
    first = Post.objects.published(now).filter(first_published_at__gt=since, first_published_at__lte=now)
    return first.filter(~Exists(came) | Exists(published)).order_by("first_published_at", "pk")
