"""A menu as rows of words and an address, which are put in another order before anything is saved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from blog.models import Post
from content.models import Topic
from pages.models import Page

R = TypeVar("R")

BLANK = 2  # rows to write another link into
SUGGESTED = 100  # addresses of each kind
ADDRESS = re.compile(r"/(?!/)\S*|https?://[^/\s]\S*|mailto:\S+")


@dataclass(frozen=True)
class Row:
    """One link as it was written, and what is wrong with it."""

    title: str = ""
    url: str = ""
    error: str = ""


def rows_of(items: list[dict[str, str]]) -> list[Row]:
    """The rows of a menu that is kept."""
    return [Row(item["title"], item["url"]) for item in items]


def written(titles: list[str], addresses: list[str]) -> list[Row]:
    """The rows as they were written, empty ones left out; each says what it lacks."""
    pairs = [
        (" ".join(title.split())[:120], url.strip()[:500])
        for title, url in zip(titles, addresses, strict=False)
    ]
    return [Row(title, url, _wrong(title, url)) for title, url in pairs if title or url]


def _wrong(title: str, url: str) -> str:
    if not title:
        return "Say what the link is called."
    if not ADDRESS.fullmatch(url):
        return "It leads to an address here, such as /blog/, or to one with https:// or mailto:."
    return ""


def rearranged(rows: Sequence[R], place: int | None, step: str) -> list[R]:
    """*rows* with the one at *place* moved ``up``, ``down`` or ``away``; any other step changes nothing."""
    left = list(rows)
    if place is None or place >= len(left):
        return left
    row = left.pop(place)
    at = {"up": max(0, place - 1), "down": place + 1, "away": None}.get(step, place)
    if at is not None:
        left.insert(at, row)
    return left


def items_of(rows: list[Row]) -> list[dict[str, str]]:
    """The menu as it is kept."""
    return [{"title": row.title, "url": row.url} for row in rows]


def suggestions() -> list[tuple[str, str]]:
    """Addresses that a link may want, each with what stands there: pages, topics, the newest posts."""
    now = timezone.now()
    found: list[tuple[str, str]] = [("/", "Home"), ("/blog/", "All posts"), ("/topics/", "All topics")]
    pages = Page.objects.published(now).order_by("path").only("title", "path")
    posts = Post.objects.published(now).order_by("-publish_at").only("title", "slug")
    for things in (pages, Topic.objects.order_by("name"), posts):
        found += [(thing.get_absolute_url(), str(thing)) for thing in things[:SUGGESTED]]
    return found
