"""Archives are cut from the oldest, so a page of an archive means the same entries for ever.

Page *n* of a list is the entries between cut *n* and cut *n + 1* on (time, id); page 1 has no lower end,
the last page no upper one. A cut is written when the last page passes PAGE_SIZE entries and never moves;
a backdated entry joins its chronological page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from content import kinds
from content.models.archive import Cut, Stream
from content.prepared import prepared
from content.queries import published

PAGE_SIZE = 20
AT_ONCE = 2000  # how many entries are looked at together when a long list is cut


BEGINNING = datetime.min.replace(tzinfo=UTC)
LAST_ID = 2**63 - 1


@dataclass(frozen=True)
class Entries:
    """A list, or the part of it from one cut on and before another.

    ``rows`` gives its rows, ``through`` is the relation by which their date is sorted (empty: by their own),
    ``of`` the number of the topic or author whose list it is.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    through: str = ""
    of: int = 0
    begin: Cut | None = None
    end: Cut | None = None

    @property
    def at(self) -> str:
        return f"{self.through}__publish_at" if self.through else "publish_at"

    @property
    def id(self) -> str:
        return f"{self.through}__post" if self.through else "pk"

    def since(self, cut: Cut | None) -> "Entries":
        """The part from *cut* on; all of it for None."""
        return replace(self, begin=cut)

    def before(self, cut: Cut | None) -> "Entries":
        """The part before *cut*; all of it for None."""
        return replace(self, end=cut)

    def span(self, now: datetime) -> tuple[datetime, int, datetime, int]:
        """Time and id where what is live of it begins, and before which it ends, whether it is cut or not."""
        begin = (self.begin.at, self.begin.entry) if self.begin else (BEGINNING, 0)
        end = (self.end.at, self.end.entry) if self.end else (now, LAST_ID)
        return *begin, *end

    def within(self, at: datetime, entry: int, end_at: datetime, end_entry: int) -> "Entries":
        """The part that spans this; for queries that are built once for every part."""
        return self.since(Cut(at=at, entry=entry)).before(Cut(at=end_at, entry=end_entry))

    def live(self, now: datetime) -> QuerySet[Any]:
        """The published rows, newest first."""
        return published(self._placed(), now).order_by(f"-{self.at}", f"-{self.id}")

    def oldest(self, now: datetime, most: int) -> list[tuple[datetime, int]]:
        """Time and id of the first *most* published rows, oldest first."""
        rows = published(self._placed(), now).order_by(self.at, self.id)
        return list(rows.values_list(self.at, self.id)[:most])

    def _placed(self) -> QuerySet[Any]:
        """The rows within the bounds.

        One filter, since each further one would join the relation once more; and before what ``published``
        asks, since SQLite searches its index by the first upper bound that it reads.
        """
        return self.rows().filter(self._later() & self._earlier(), **{f"{self.at}__isnull": False})

    def _later(self) -> Q:
        cut = self.begin
        if cut is None:
            return Q()
        later = Q(**{f"{self.at}__gt": cut.at}) | Q(**{self.at: cut.at, f"{self.id}__gte": cut.entry})
        # The plain bound beside the pair is what lets the database use its index.
        return Q(**{f"{self.at}__gte": cut.at}) & later

    def _earlier(self) -> Q:
        cut = self.end
        if cut is None:
            return Q()
        earlier = Q(**{f"{self.at}__lt": cut.at}) | Q(**{self.at: cut.at, f"{self.id}__lt": cut.entry})
        return Q(**{f"{self.at}__lte": cut.at}) & earlier


@dataclass(frozen=True)
class ArchivePage:
    """What stands in a list's head or archive page, and its neighbours where there are any.

    ``numbers`` are the archive pages that the entries are in.
    """

    entries: Entries
    numbers: range
    older: int | None
    newer: int | None


def head(entries: Entries) -> ArchivePage:
    """The newest entries: those of the last two archive pages, so that *older* leads on without a gap."""
    cuts = _last_two(entries.key)
    if len(cuts) < 2:
        return ArchivePage(entries, range(1, _last(cuts) + 1), older=None, newer=None)
    first = cuts[1].number
    newest = entries.since(cuts[1])
    return ArchivePage(newest, range(first, _last(cuts) + 1), older=first - 1, newer=None)


def _last(cuts: list[Cut]) -> int:
    return cuts[0].number if cuts else 1


def page(entries: Entries, number: int) -> ArchivePage | None:
    """Archive page *number*, or None past the end."""
    cuts = {cut.number: cut for cut in _either(entries.key, number, number + 1)}
    if number > 1 and number not in cuts:
        return None
    return ArchivePage(
        entries.since(cuts.get(number)).before(cuts.get(number + 1)),
        range(number, number + 1),
        older=number - 1 if number > 1 else None,
        newer=number + 1 if number + 1 in cuts else None,
    )


def last_complete(stream: str) -> int:
    """The number of the last archive page that nothing newer comes into, or 0: the next one has begun."""
    return _last(_last_two(stream)) - 1


def number_at(stream: str, at: datetime, entry: int) -> int:
    """The number of the archive page where an entry of this time and id stands, or would."""
    cuts = _begun(stream, at, entry)
    return cuts[0].number if cuts else 1


def numbers_from(stream: str, at: datetime, entry: int) -> range:
    """The numbers of the archive pages from there on."""
    cuts = _last_two(stream)
    begun = (cut.number for cut in cuts if (cut.at, cut.entry) <= (at, entry))
    first = next(begun, None) or (1 if len(cuts) < 2 else number_at(stream, at, entry))
    return range(first, _last(cuts) + 1)


@prepared
def _begun(stream: str, at: datetime, entry: int) -> QuerySet[Cut]:
    begun = Q(at__lt=at) | Q(at=at, entry__lte=entry)
    return Cut.objects.filter(begun, stream=stream).order_by("-number")[:1]


@prepared
def _last_two(stream: str) -> QuerySet[Cut]:
    return Cut.objects.filter(stream=stream).order_by("-number")[:2]


@prepared
def _either(stream: str, first: int, second: int) -> QuerySet[Cut]:
    return Cut.objects.filter(Q(number=first) | Q(number=second), stream=stream)


def cut(lists: Iterable[Entries], now: datetime) -> None:
    """Write the cuts that the lists have grown to need.

    Each list's row is locked while it is cut, several in the order of their keys, so two writers never
    cut the same list twice and never wait for each other crosswise.
    """
    with transaction.atomic():
        for entries in sorted(lists, key=lambda each: each.key):
            _cut_one(entries, now)


def _cut_one(entries: Entries, now: datetime) -> None:
    last = Cut.objects.filter(stream=entries.key).order_by("-number").first()
    if len(entries.since(last).oldest(now, PAGE_SIZE + 1)) <= PAGE_SIZE:
        return
    Stream.objects.get_or_create(pk=entries.key)
    Stream.objects.select_for_update().get(pk=entries.key)
    last = Cut.objects.filter(stream=entries.key).order_by("-number").first()
    number = last.number if last else 1
    while len(rows := entries.since(last).oldest(now, AT_ONCE)) > PAGE_SIZE:
        firsts = rows[PAGE_SIZE::PAGE_SIZE]
        made = [
            Cut(stream_id=entries.key, number=number + step, at=at, entry=entry)
            for step, (at, entry) in enumerate(firsts, start=1)
        ]
        Cut.objects.bulk_create(made)
        last, number = made[-1], made[-1].number


def cut_since(then: datetime, now: datetime) -> None:
    """Write the cuts for what became live by the clock between *then* and *now*."""
    for model in kinds.models().values():
        come = published(model.objects.filter(publish_at__gt=then), now)
        cut({entries.key: entries for thing in come for entries in thing.streams()}.values(), now)
