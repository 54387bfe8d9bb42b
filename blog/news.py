"""Which feeds have something new, for the hub that their subscribers listen to."""

from collections.abc import Iterator
from datetime import datetime

from blog import feeds
from blog.feeds import Source
from blog.models import Post
from content.telling import Change, anew

FORMS = ("", "rss", "json")


def changed(since: datetime, now: datetime) -> Iterator[Change]:
    """The addresses of feeds with a post that is new or another one since then, each with since when."""
    posts = anew(Post, since, now).prefetch_related("topics", "authors", "series_entry__series")
    for post in posts:
        for source in _with(post):
            for form in FORMS:
                yield source.at(form), post.changed


def _with(post: Post) -> Iterator[Source]:
    """The lists with feeds that *post* stands in."""
    yield feeds.of_everything()
    yield from (feeds.of_topic(topic.slug) for topic in post.topics.all())
    yield from (feeds.of_author(person.slug) for person in post.authors.all())
    if hasattr(post, "series_entry"):
        yield feeds.of_series(post.series_entry.series.slug)
