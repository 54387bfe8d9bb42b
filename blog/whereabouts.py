"""Where readers find a post while it is live: its own page, the lists, calendars and feeds that show it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from blog import feeds, news
from blog.feeds import Source
from blog.models import Post, everything
from content import archives
from content.addresses import address
from content.archives import Entries

ARCHIVES = {"feed": "blog:archive", "topic_feed": "blog:topic_archive", "author_feed": "blog:author_archive"}


def of_post(post: Post, on_home: int, now: datetime) -> Iterator[str]:
    """The addresses that show *post*, its own first; the home page shows the newest *on_home* posts."""
    yield post.get_absolute_url()
    yield address("blog:post_twin", post.slug)
    if _is_among(post, everything(), on_home, now):
        yield address("front:home")
    if post.publish_at:
        day = timezone.localtime(post.publish_at)
        yield address("blog:month", day.year, day.month)
        yield address("blog:year", day.year)
    for source in news.with_feeds(post):
        yield _page(source, post)
        if _is_among(post, source.entries, feeds.NEWEST, now):
            yield from map(source.path, news.FORMS)


def _is_among(post: Post, entries: Entries, newest: int, now: datetime) -> bool:
    return post.pk in entries.live(now).values_list("pk", flat=True)[:newest]


def _page(source: Source, post: Post) -> str:
    """The head of a list where *post* stands there still, else its page of the archive."""
    number = archives.number_at(source.entries.key, post.publish_at or archives.BEGINNING, post.pk)
    if number not in archives.head(source.entries).numbers:
        return address(ARCHIVES[source.name], *source.args, number)
    return address("blog:stream") if source.name == "feed" else source.page
