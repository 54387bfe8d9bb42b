"""Tells the CDN what commits changed: from lines that lie in the database until it has heard of them, twice.

A commit's line in the outbox becomes one of ours in the transaction that removes it there, so that whoever
is killed on the way loses nothing. Everything is purged by one key that all pages have; that is told for each
new epoch, by whatever it came: settings, a release, an emptied Redis, a database set back.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from pagecache import cdn, link, store, tags
from pagecache.cdn import calling, saying
from pagecache.models import CdnPurge, Standing

log = logging.getLogger(__name__)

# An answer that left nginx before the commit may reach the CDN after the purge: a copy in nginx's memory is
# given for a second at most, and has four to arrive. Then the same keys are purged once more.
AGAIN = timedelta(seconds=5)
EVERY = 0.2  # s between two looks
SHORTEST, LONGEST = 1.0, 60.0  # s of rest after a failure, doubled from one to the next
LONGEST_ASKED = 3600.0  # s of rest that a CDN may ask for
AT_ONCE = 500  # lines
MOST_WAITING = 1000  # of them, and everything is purged instead: sooner told than all their keys

Line = tuple[int, str, str, bool]  # of the outbox: number, transaction, tags, is_epoch


@contextmanager
def handed_over(lines: Sequence[Line]) -> Iterator[None]:
    """Inside, *lines* of the outbox are removed; the CDN is yet to be told of them. Raises DatabaseError."""
    if cdn.in_front() is None:
        yield
        return
    with transaction.atomic():
        # A new epoch is told of by itself.
        CdnPurge.objects.bulk_create(CdnPurge(tags=said) for _, _, said, is_epoch in lines if not is_epoch)
        yield


def everything() -> None:
    """Let the CDN forget all pages. Raises DatabaseError."""
    if cdn.in_front() is not None:
        CdnPurge.objects.create(tags=store.EVERYTHING)


class Teller:
    """Whoever is in charge of telling; ``rest`` is how long (s) until its next look."""

    def __init__(self) -> None:
        self.rest = EVERY
        self._is_failing = False

    def turn(self) -> None:
        """Tell what is due, if the CDN listens."""
        try:
            tell()
        except calling.Failed as error:
            self._fail(str(error), error.after)
        except (DatabaseError, link.Away) as error:
            self._fail(str(error), 0)
        else:
            if self._is_failing:
                log.info("The CDN hears again what changed.")
            self.rest, self._is_failing = EVERY, False

    def _fail(self, why: str, after: float) -> None:
        """A line when it begins, and none while it lasts."""
        if not self._is_failing:
            log.error("The CDN could not be told what changed, and shows it as it was: %s", why)
        patience = min(LONGEST, self.rest * 2) if self._is_failing else SHORTEST
        self.rest, self._is_failing = max(patience, min(after, LONGEST_ASKED)), True


def tell() -> None:
    """Tell the CDN what is due. Raises calling.Failed, link.Away, DatabaseError."""
    _heed_epoch()
    _fold()
    now = timezone.now()
    due = CdnPurge.objects.filter(Q(told_at=None) | Q(told_at__lte=now - AGAIN)).order_by("pk")[:AT_ONCE]
    front = cdn.in_front()
    assert front
    for purges, keys in _batches(list(due), front.most):
        for start in range(0, len(keys), front.most):
            calling.purge(keys[start : start + front.most])
        _note(purges)


def _heed_epoch() -> None:
    """A new epoch ends all pages, at the CDN too."""
    found = link.ask(lambda redis: redis.get(store.EPOCH))
    epoch = found.decode() if found else ""
    if not epoch or Standing.objects.filter(pk=1, told_epoch=epoch).exists():
        return
    with transaction.atomic():
        everything()
        Standing.objects.update_or_create(pk=1, defaults={"told_epoch": epoch})


def _fold() -> None:
    """Where the CDN has not listened for long, all there is to say becomes one word."""
    waiting = CdnPurge.objects.filter(told_at=None)
    if waiting.count() > MOST_WAITING:
        last = waiting.order_by("-pk").values_list("pk", flat=True)[0]
        with transaction.atomic():
            CdnPurge.objects.filter(pk__lte=last).delete()
            everything()


def _batches(due: Sequence[CdnPurge], most: int) -> Iterator[tuple[list[CdnPurge], list[str]]]:
    """*due* parted so that the keys of each part fit into one call, unless one line alone has more."""
    if any(store.EVERYTHING in purge.tags.split() for purge in due):
        yield list(due), [saying.key(store.EVERYTHING)]
        return
    part: list[CdnPurge] = []
    keys: set[str] = set()
    for purge in due:
        more = keys_of(purge.tags.split())
        if part and len(keys | more) > most:
            yield part, sorted(keys)
            part, keys = [], set()
        part.append(purge)
        keys |= more
    if part:
        yield part, sorted(keys)


def keys_of(names: Iterable[str]) -> set[str]:
    """The keys of the tags *names* that a page may have."""
    return {saying.key(name) for name in names if name != tags.CLOCK}


def _note(purges: Sequence[CdnPurge]) -> None:
    """The CDN heard of *purges*: those of which it hears again later, and those that are over."""
    first = [purge.pk for purge in purges if purge.told_at is None]
    second = [purge.pk for purge in purges if purge.told_at is not None]
    with transaction.atomic():
        CdnPurge.objects.filter(pk__in=first).update(told_at=timezone.now())
        CdnPurge.objects.filter(pk__in=second).delete()
