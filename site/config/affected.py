"""What a change of content touches beside the row's own pages: lists, neighbours, calendars, machines' files.

Where a text stood, the pages that show it have its row's tags; so what has to be found here is where it comes
to stand, and what is counted. A text that is scheduled touches at once what it will touch when its time
comes: the pages rendered after that know of the moment and expire then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from blog import calendars, standing, tags
from blog.models import Post, SeriesEntry, series_list
from content.archives import number_at
from content.models import Translation
from front.machines import LLMS
from front.nearest import near
from front.search import SEARCH
from front.sitemaps import INDEX, shard
from pagecache.changes import Change
from pagecache.tags import card, related, within
from pages.models import Page
from pages.queries import ALL_PAGES

TO_BE_FOUND = ("language", "noindex", "canonical_url")  # what says how a text's translations lead to it

Row = Mapping[str, Any]
Span = tuple[datetime, datetime | None]
Others = Callable[[datetime, datetime, int, datetime], bool]


def by_post(change: Change) -> Iterator[str]:
    """What a change of a post touches."""
    now = timezone.now()
    before, after = seen(change.old, now), seen(change.new, now)
    if before is None and after is None:
        return
    yield from _its_name(change)
    yield from _its_line(change)
    yield from _whether_changes_are_told("post", change)
    if before != after or _differs(change, "slug"):
        yield from _near_slugs(change)
    if change.op == "U" and _differs(change, "noindex"):
        yield LLMS
    yield from _its_entry("posts", change, now, "slug", "lead_picture_id")
    if before != after or _differs(change, "slug", *TO_BE_FOUND):
        yield from _its_translations("post", change)
    if before != after:
        yield from _its_series(change.pk)
    if before != after or _differs(change, "publish_at"):
        yield from _its_topics(change.pk, now)
        yield from _its_authors(change.pk, now)
        yield from _told_series(SeriesEntry.objects.filter(post=change.pk))
        yield from _feeds_of_its_series(change.pk)
        yield from _its_months(change, before, after, now)
    if after and change.new and (before is None or _differs(change, "publish_at")):
        yield from _its_place(change.pk, change.new["publish_at"], now)


def seen(row: Row | None, now: datetime) -> Span | None:
    """From when until when (None: for good) readers see *row*, from now on; None where they never do."""
    if row is None or row["trashed_at"] or row["publish_at"] is None:
        return None
    begin, end = max(row["publish_at"], now), row["unpublish_at"]
    return None if end and end <= begin else (begin, end)


def _differs(change: Change, *columns: str) -> bool:
    """Whether one of *columns* is another now; of a row that is new or gone, all are."""
    old, new = change.old, change.new
    return old is None or new is None or any(old[column] != new[column] for column in columns)


def _its_name(change: Change) -> Iterator[str]:
    """What it is called, and where and when it stands, for whoever says no more of it."""
    if not _differs(change, "title", "slug", "language", "publish_at", "unpublish_at", "trashed_at"):
        return
    yield tags.name(change.pk)
    for row in _rows(change):
        if row["publish_at"]:
            day = tags.day(row["publish_at"])
            yield tags.month_names(day.year, day.month)


def _its_line(change: Change) -> Iterator[str]:
    """What lists and the home page say of it beside its name."""
    old, new = change.old, change.new
    if old is None or new is None:
        return
    if (old["summary"] or old["excerpt"]) != (new["summary"] or new["excerpt"]):
        yield card("post", change.pk)
    if _minutes(old) != _minutes(new) or _differs(change, "lead_picture_id"):
        yield tags.lead(change.pk)


def _minutes(row: Row) -> int:
    return Post(words=row["words"]).minutes


def _near_slugs(change: Change) -> Iterator[str]:
    """The pages that name what is near to an address at which nothing stands."""
    for row in _rows(change):
        yield near(row["slug"][:1])
        yield near(row["slug"][:2])


def _its_entry(kind: str, change: Change, now: datetime, *columns: str) -> Iterator[str]:
    """What the sitemap says of it: its file all of that, the index only when it changed."""
    if _entry(change.old, now, *columns) != _entry(change.new, now, *columns):
        yield shard(kind, change.pk)
    if _entry(change.old, now) != _entry(change.new, now):
        yield INDEX


def _entry(row: Row | None, now: datetime, *columns: str) -> tuple[Any, ...] | None:
    """What the sitemap says of *row*, and until when: when it changed, and what follows from *columns*."""
    span = None if row is None else seen(row, now)
    if row is None or span is None or row["noindex"] or row["canonical_url"]:
        return None
    changed = max(filter(None, (row["content_changed_at"], row["publish_at"])))
    return *span, *(row[column] for column in columns), changed.replace(microsecond=0)  # whole seconds


def _its_series(post: int) -> Iterator[str]:
    """Which posts of its series readers see."""
    for series in SeriesEntry.objects.filter(post=post).values_list("series_id", flat=True):
        yield tags.SERIES
        yield related("seriesentry", "series_id", series)


def _its_topics(post: int, now: datetime) -> Iterator[str]:
    """How much is filed under its topics, and when the newest of it appeared."""
    for topic, at in standing.topics_of(post).items():
        yield tags.TOPICS
        yield from _newest_of_topic(topic, at, post, now)


def _newest_of_topic(topic: int, at: datetime | None, post: int, now: datetime) -> Iterator[str]:
    if at is None or not standing.is_followed(topic, at, post, now):
        yield from _told("topics", topic)


def _its_authors(post: int, now: datetime) -> Iterator[str]:
    """How much is signed by its authors, and when the newest of it appeared."""
    for person, at in standing.signers_of(post).items():
        yield tags.SIGNERS
        yield from _newest_of_author(person, at, post, now)


def _newest_of_author(person: int, at: datetime | None, post: int, now: datetime) -> Iterator[str]:
    if at is None or not standing.is_followed_by_author(person, at, post, now):
        yield from _told("authors", person)


def _told(kind: str, pk: int) -> Iterator[str]:
    yield INDEX
    yield shard(kind, pk)


def _told_series(entries: Any) -> Iterator[str]:
    for series in entries.values_list("series_id", flat=True):
        yield from _told("series", series)


def _feeds_of_its_series(post: int) -> Iterator[str]:
    for series in SeriesEntry.objects.filter(post=post).values_list("series_id", flat=True):
        yield from _feed_of_series(series)


def _feed_of_series(series: int) -> Iterator[str]:
    """Which parts the feed of a series has; it has no archive, so all are in its first page."""
    yield tags.anywhere(series_list(series))
    yield tags.segment(series_list(series), 1)


def _its_place(post: int, at: datetime, now: datetime) -> Iterator[str]:
    """The lists into which it comes, and what it comes to stand beside."""
    yield from _come_into("all", at, post)
    lists = standing.lists_of(post)
    for stream, there in lists.items():
        yield from _come_into(stream, there, post)
    yield from tags.both_of_each(stream for stream in lists if stream.startswith("topic:"))
    for neighbour in standing.beside(at, post, now):
        yield tags.beside(neighbour)
    day = tags.day(at)
    yield tags.month(day.year, day.month)


def _come_into(stream: str, at: datetime | None, entry: int) -> Iterator[str]:
    if at is not None:
        yield tags.anywhere(stream)
        yield tags.segment(stream, number_at(stream, at, entry))


def _its_months(change: Change, before: Span | None, after: Span | None, now: datetime) -> Iterator[str]:
    """The ways from month to month and from year to year, unless others are there for good."""
    if before and change.old:
        yield from _ways(change.old["publish_at"], change.pk, now, standing.stays_another)
    if after and change.new and (before is None or _differs(change, "publish_at")):
        yield from _ways(change.new["publish_at"], change.pk, now, standing.stays_an_older)


def _ways(at: datetime, post: int, now: datetime, are_others: Others) -> Iterator[str]:
    day = tags.day(at)
    month, year = calendars.month_span(day.year, day.month), calendars.year_span(day.year)
    if not are_others(*month, post, now):
        yield tags.months(day.year)
        yield from (tags.beside_month(each.year, each.month) for each in _days_around(month, now))
    if not are_others(*year, post, now):
        yield from (tags.beside_year(each.year) for each in _days_around(year, now))
    if not standing.stay_many(*year, post, now):
        yield tags.crowd(day.year)


def _days_around(span: tuple[datetime, datetime], now: datetime) -> Iterable[datetime]:
    return map(tags.day, standing.moments_around(*span, now))


def by_filing(change: Change) -> Iterator[str]:
    """What a change of a row between posts and topics touches."""
    now = timezone.now()
    is_coming = change.new is not None and standing.is_coming(change.new["post_id"], now)
    if change.op == "I" and not is_coming:
        return
    if _differs(change, "topic_id", "post_id"):
        yield tags.TOPICS
    for row in _rows(change):
        yield from _newest_of_topic(row["topic_id"], row["publish_at"], row["post_id"], now)
    if is_coming and change.new:
        topic, at, post = (change.new[name] for name in ("topic_id", "publish_at", "post_id"))
        yield from _come_into(f"topic:{topic}", at, post)
        others = standing.topics_of(post).keys() - {topic}
        yield from (tags.both(f"topic:{topic}", f"topic:{other}") for other in others)


def by_signing(change: Change) -> Iterator[str]:
    """What a change of a row between posts and authors touches."""
    if not _differs(change, "person_id", "post_id", "publish_at"):
        return
    now = timezone.now()
    is_coming = change.new is not None and standing.is_coming(change.new["post_id"], now)
    if change.op == "I" and not is_coming:
        return
    if _differs(change, "person_id", "post_id"):
        yield tags.SIGNERS
    for row in _rows(change):
        yield from _newest_of_author(row["person_id"], row["publish_at"], row["post_id"], now)
    if is_coming and change.new:
        person, at, post = (change.new[name] for name in ("person_id", "publish_at", "post_id"))
        yield from _come_into(f"author:{person}", at, post)


def by_part(change: Change) -> Iterator[str]:
    """What a change of a row between posts and series touches."""
    for row in _rows(change):
        yield from _told("series", row["series_id"])
    if _differs(change, "series_id", "post_id"):
        yield tags.SERIES
        for row in _rows(change):
            yield from _feed_of_series(row["series_id"])


def by_series(change: Change) -> Iterator[str]:
    """What a series' name and address touch beside its own page."""
    yield tags.SERIES
    if change.op == "U" and _differs(change, "slug"):
        yield shard("series", change.pk)


def by_picture(change: Change) -> Iterator[str]:
    """What another file in a picture's place touches beside the pages that show it."""
    if change.op == "U" and _differs(change, "file"):
        for kind, model in (("posts", Post), ("pages", Page)):
            texts = model._default_manager.filter(lead_picture=change.pk)
            yield from {shard(kind, pk) for pk in texts.values_list("pk", flat=True)}


def by_cut(change: Change) -> Iterator[str]:
    """What a change of a cut touches: the archive pages on both sides of it, and the list's head."""
    for row in _rows(change):
        stream, number = row["stream_id"], row["number"]
        yield tags.cut(stream, number)
        yield tags.cuts(stream)
        yield tags.segment(stream, number - 1)


def by_topic(change: Change) -> Iterator[str]:
    """What a topic's name and address touch beside its own pages; whether it is in use is not up to it."""
    if _differs(change, "name"):
        yield tags.called("topic", change.pk)
    if change.op == "U" and _differs(change, "name", "slug"):
        yield tags.TOPIC_NAMES
    if change.op == "U" and _differs(change, "slug"):
        yield shard("topics", change.pk)


def by_person(change: Change) -> Iterator[str]:
    """What a person's name touches beside the pages that lead to them."""
    if _differs(change, "name"):
        yield tags.called("person", change.pk)
    if change.op == "U" and _differs(change, "name", "slug"):
        yield tags.SIGNERS
    if change.op == "U" and _differs(change, "slug"):
        yield shard("authors", change.pk)


def by_comment(change: Change) -> Iterator[str]:
    """The page of the text that a letter stands under; what waits is seen by no reader."""
    for row in _rows(change):
        if row["state"] == "approved":
            yield within(row["of"], row["thing_id"], "comments")


def by_public_change(change: Change) -> Iterator[str]:
    """The page of the text that readers are told of, and the one that tells them."""
    for row in _rows(change):
        yield within(row["of"], row["thing_id"], "changes")


def _whether_changes_are_told(kind: str, change: Change) -> Iterator[str]:
    if change.op == "U" and _differs(change, "shows_changes"):
        yield within(kind, change.pk, "changes")


def by_translation(change: Change) -> Iterator[str]:
    """The pages of all texts in the group that a text comes into or leaves, and what the sitemap says."""
    for row in _rows(change):
        yield from _of_a_translation(row["of"], row["thing_id"])
        for of, number in Translation.objects.filter(group=row["group"]).values_list("of", "thing_id"):
            yield from _of_a_translation(of, number)


def _its_translations(kind: str, change: Change) -> Iterator[str]:
    """The pages that lead to a text of another language; it may be gone, its row in the group still there."""
    own = Translation.objects.filter(of=kind, thing_id=change.pk).values("group")
    for number in Translation.objects.filter(group__in=own).values_list("thing_id", flat=True):
        yield from _of_a_translation(kind, number)


def _of_a_translation(kind: str, number: int) -> Iterator[str]:
    yield within(kind, number, "translations")
    yield shard(f"{kind}s", number)


def by_search_entry(change: Change) -> Iterator[str]:
    """Any answer of the search may be another one now."""
    yield SEARCH


def by_page(change: Change) -> Iterator[str]:
    """What a change of a page touches."""
    now = timezone.now()
    before, after = seen(change.old, now), seen(change.new, now)
    if before is None and after is None:
        return
    yield from _whether_changes_are_told("page", change)
    if before != after or _differs(change, "slug"):
        yield from _near_slugs(change)
    if before != after or _differs(change, "path", "title", "summary", "noindex"):
        yield LLMS
    if before != after or _differs(change, "path"):
        yield ALL_PAGES
    yield from _its_entry("pages", change, now, "path", "lead_picture_id")
    if before != after or _differs(change, "path", *TO_BE_FOUND):
        yield from _its_translations("page", change)


def _rows(change: Change) -> Iterator[Row]:
    return (row for row in (change.old, change.new) if row is not None)
