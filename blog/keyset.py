"""The posts of lists from one place on, newest first, for whoever reads all of them in turn.

A place is that of a post, so what comes or goes meanwhile moves nothing: none is read twice, none is missed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from blog import tags
from blog.queries import carried
from content.archives import Entries, number_at, numbers_from
from content.models import Cut
from pagecache import note, reads
from pagecache.tags import card

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = r"[1-9][0-9]{0,15}-[1-9][0-9]{0,17}"  # microseconds since 1970, and the number of the post
NO_TEXTS = ("body", "toc", "body_html")


@dataclass(frozen=True)
class Place:
    """Where a post stands in all lists."""

    at: datetime
    entry: int

    @classmethod
    def read(cls, said: str) -> "Place":
        """The place that *said*, which is as PLACE, names."""
        moment, _, entry = said.partition("-")
        return cls(EPOCH + timedelta(microseconds=int(moment)), int(entry))

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.entry}"


def posts(
    lists: list[Entries], after: Place | None, most: int, now: datetime
) -> tuple[list[Any], Place | None]:
    """At most *most* posts in all of *lists*, older than *after* (None: the newest), without their texts.

    Also the place after which it goes on, or None at the end. Whether anything stands after a full page is
    not looked at: it would be one text more that the page hangs on.
    """
    first, *others = lists
    older = first.before(Cut(at=after.at, entry=after.entry)) if after else first
    live = older.live(now).defer(*NO_TEXTS)
    for other in others:
        live = live.filter(pk__in=other.live(now).order_by().values("pk"))
    found = carried(live[:most])
    note(*(card("topic", topic.pk) for post in found for topic in post.subjects))  # each with its address
    last = _place_of(found[-1]) if len(found) == most else None
    if last and not others:
        _note_between(first, after, last)
    else:
        note(*(tags.anywhere(each.key) for each in lists))
    return found, last


def _place_of(post: Any) -> Place:
    return Place(post.publish_at, post.pk)


def _note_between(entries: Entries, after: Place | None, last: Place) -> None:
    """Note where others would join what stands between two places of a list."""
    with reads(tags.cuts(entries.key), rows=False):
        if after is None:
            numbers = numbers_from(entries.key, last.at, last.entry)
        else:
            begin = number_at(entries.key, last.at, last.entry)
            numbers = range(begin, number_at(entries.key, after.at, after.entry) + 1)
    note(*tags.segments(entries.key, numbers))
