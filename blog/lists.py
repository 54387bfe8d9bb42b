"""A list of posts as a page shows it: the posts, and where to go on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone

from blog import cards, tags
from content import archives
from content.archives import Entries
from pagecache import clock, note, reads

Cards = Callable[[Entries, datetime], list[Any]]  # the entries as one of the lists shows them


@dataclass(frozen=True)
class Address:
    """Where a list stands: its head, and its archive page of each number."""

    head: str
    archive: Callable[[int], str]


@dataclass(frozen=True)
class Listing:
    """Posts, newest first, with the addresses of what is older and newer (empty at an end)."""

    posts: list[Any]
    older: str
    newer: str

    @cached_property
    def has_many_hands(self) -> bool:
        return cards.have_many_hands(self.posts)

    @property
    def years(self) -> Iterator[int]:
        """The years that the posts are from, newest first."""
        seen = {timezone.localtime(post.publish_at).year for post in self.posts if post.publish_at}
        return iter(sorted(seen, reverse=True))


def head(entries: Entries, address: Address, show: Cards) -> Listing:
    """The newest entries of a list."""
    with reads(rows=False):
        page = archives.head(entries)
    note(*tags.of_head(entries.key, page))
    return Listing(show(page.entries, clock.now()), address.archive(page.older) if page.older else "", "")


def archive(entries: Entries, number: int, address: Address, show: Cards) -> Listing:
    """Archive page *number* of a list, counted from the oldest.

    Raises Http404 past the end.
    """
    with reads(*tags.of_archive(entries.key, number), rows=False):
        page = archives.page(entries, number)
    if page is None:
        raise Http404
    return Listing(
        show(page.entries, clock.now()),
        older=address.archive(page.older) if page.older else "",
        newer=address.archive(page.newer) if page.newer else address.head,
    )
