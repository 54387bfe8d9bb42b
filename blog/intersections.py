"""What is filed under several topics at once: a list that nobody keeps, so it is read and not cut."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from blog import cards, tags
from blog.lists import Listing
from blog.models import Post, of_topic
from blog.queries import date_of
from content.archives import Entries
from content.models import Cut, Topic
from pagecache import clock, note

NUMBER = 40  # posts at once
MOST_KEPT = 2000  # pages; anybody can think up such addresses


def address(slugs: list[str]) -> str:
    """Where the list of these topics stands, in the one order that there is; of one topic its own."""
    ordered = sorted(set(slugs))
    return reverse("blog:topic", args=ordered) if len(ordered) == 1 else as_asked(ordered)


def as_asked(slugs: list[str]) -> str:
    """The same for the topics in the order in which somebody names them."""
    return reverse("blog:both", args=[slugs])


def listing(topics: list[Topic], before: int | None) -> Listing:
    """The newest posts under all of *topics*, or the next ones before the post with the number *before*.

    Raises Http404 where there are none.
    """
    first, *others = (topic.pk for topic in topics)
    note(tags.both(*(of_topic(topic.pk).key for topic in topics[:2])))
    entries = Entries("", lambda: _under_all(first, others), through="entry", of=first)
    if before is not None:
        entries = entries.before(_place_of(before))
    posts = cards.under_topics(entries, clock.now(), NUMBER + 1)
    if not posts:
        raise Http404
    shown = posts[:NUMBER]
    older = f"{as_asked([topic.slug for topic in topics])}?before={shown[-1].pk}"
    return Listing(shown, older if len(posts) > NUMBER else "", "")


def _under_all(first: int, others: list[int]) -> QuerySet[Any]:
    found = of_topic(first).rows()
    for topic in others:
        found = found.filter(pk__in=Post.objects.filter(topics=topic).values("pk"))
    return found


def _place_of(post: int) -> Cut:
    at = date_of(post)
    if at is None:
        raise Http404
    return Cut(at=at, entry=post)
