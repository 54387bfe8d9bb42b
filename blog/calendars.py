"""Years and months of the stream."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from blog import tags
from blog.models import Post
from blog.queries import between
from language import Voice
from pagecache import note, reads

MOST_TITLES = 400  # a year with more of them shows its months instead


@dataclass(frozen=True)
class Month:
    """A month and its posts, newest first; none are named where there are too many."""

    year: int
    number: int
    posts: list[Post]

    def get_absolute_url(self) -> str:
        return reverse("blog:month", kwargs={"year": self.year, "month": self.number})


@dataclass(frozen=True)
class Link:
    """Where to go on, and what to call it; both empty at an end."""

    url: str = ""
    title: str = ""


def year_span(year: int) -> tuple[datetime, datetime]:
    """The first moment of *year*, and the first after it, on the site's clock."""
    return _start(year, 1), _start(year + 1, 1)


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """The first moment of a month, and the first after it, on the site's clock."""
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    return _start(year, month), _start(*after)


def _start(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=timezone.get_default_timezone())


def months(year: int, now: datetime) -> list[Month]:
    """The months of *year* in which posts were published, newest first."""
    with reads(rows=False):
        posts = list(between(*year_span(year), now)[: MOST_TITLES + 1])
    if len(posts) > MOST_TITLES:
        return _without_titles(year, now)
    note(*(tags.month(year, number) for number in range(1, 13)), *tags.names(posts))
    return [Month(year, number, list(group)) for number, group in groupby(posts, _month_of)]


def month(year: int, month: int, now: datetime) -> list[Month]:
    """The one month, in a list that is empty where nothing was published in it."""
    with reads(tags.month(year, month), rows=False):
        posts = list(between(*month_span(year, month), now))
    note(*(tags.names(posts) if len(posts) <= MOST_TITLES else [tags.month_names(year, month)]))
    return [Month(year, month, posts)] if posts else []


def _month_of(post: Any) -> int:
    return timezone.localtime(post.publish_at).month


def _without_titles(year: int, now: datetime) -> list[Month]:
    asked = [Exists(between(*month_span(year, number), now)) for number in range(1, 13)]
    with reads(tags.months(year), tags.crowd(year)):
        answers = Post.objects.values_list(*asked)[:1].get()
    return [Month(year, number, []) for number in range(12, 0, -1) if answers[number - 1]]


def year_link(post: Post | None, say: Voice) -> Link:
    """The way to the year that *post* is from."""
    if post is None or post.publish_at is None:
        return Link()
    year = timezone.localtime(post.publish_at).year
    return Link(reverse("blog:year", args=[year]), say.number(year))


def month_link(post: Post | None, say: Voice) -> Link:
    """The way to the month that *post* is from."""
    if post is None or post.publish_at is None:
        return Link()
    day = timezone.localtime(post.publish_at)
    return Link(Month(day.year, day.month, []).get_absolute_url(), say.month(day.year, day.month))
