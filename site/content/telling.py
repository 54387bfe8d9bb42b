"""What others are told of: found by the clock, kept in rows until they have taken it, and told once.

Nothing here is a step of publishing: what changed is read from the texts themselves, so a text that appears
by the clock, or that was written past the verbs, is found like any other. Who asks whom is ``operations``'.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from content import kinds, site
from content.models import Lookout, News, Publishable, Redirect, Told
from seo import absolute

OVERLAP = timedelta(minutes=10)  # a transaction may end so long after it looked at the clock
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)  # doubled with each try
MOST_TRIES = 40  # some nine days
KEPT = timedelta(days=31)  # after it was told; far longer than OVERLAP, or it would be told again

Change = tuple[str, datetime]  # an address, and since when it is what it is
Find = Callable[[datetime, datetime], Iterable[Change]]


@transaction.atomic
def look_out(to: Told, find: Find, now: datetime) -> int:
    """Note what *to* has not heard of yet, and say how much.

    *find* is asked for what changed after one moment and up to another. What was before somebody was to be
    told for the first time is not told.
    """
    lookout, is_new = lookout_of(to, now)
    if is_new:
        return 0
    since = max(lookout.begun_at, lookout.until - OVERLAP)
    changes = {change for change in find(since, now) if len(change[0]) <= 2000}
    fresh = changes - _known(to, since)
    News.objects.bulk_create(
        [News(to=to, url=url, changed_at=changed, due_at=now) for url, changed in sorted(fresh)],
        ignore_conflicts=True,
        batch_size=500,
    )
    Lookout.objects.filter(pk=lookout.pk).update(until=now)
    return len(fresh)


def lookout_of(to: Told, now: datetime) -> tuple[Lookout, bool]:
    """Since when and until when *to* was told, held by one teller at a time; and whether it begins *now*."""
    return Lookout.objects.select_for_update().get_or_create(to=to, defaults={"begun_at": now, "until": now})


def _known(to: Told, since: datetime) -> set[Change]:
    return set(News.objects.filter(to=to, changed_at__gt=since).values_list("url", "changed_at"))


@transaction.atomic
def look_away(to: Told) -> None:
    """Nobody is to be told any more; what waited is forgotten."""
    Lookout.objects.filter(to=to).delete()
    News.objects.filter(to=to, done_at=None).delete()


@transaction.atomic
def take(to: Told, now: datetime, most: int) -> list[News]:
    """What *to* is to hear now, *most* addresses at most, those waiting longest first.

    It is due again after a wait, whatever becomes of whoever took it.
    """
    waiting = News.objects.filter(to=to, done_at=None, due_at__lte=now, tries__lt=MOST_TRIES)
    taken = list(waiting.select_for_update(skip_locked=True).order_by("due_at", "pk")[:most])
    for tries in {news.tries for news in taken}:
        alike = [news.pk for news in taken if news.tries == tries]
        wait = min(FIRST_WAIT * 2 ** min(tries, 16), LONGEST_WAIT)
        News.objects.filter(pk__in=alike).update(tries=tries + 1, due_at=now + wait)
    return taken


def settle(taken: list[News], now: datetime) -> None:
    """They have heard of it."""
    News.objects.filter(pk__in=[news.pk for news in taken]).update(done_at=now, says="")


def put_off(taken: list[News], why: str) -> None:
    """They have not, and *why*; it is tried again when it is due."""
    News.objects.filter(pk__in=[news.pk for news in taken]).update(says=why[:300])


def clear_out(now: datetime) -> None:
    """Forget what was told long ago, or could not be told."""
    News.objects.filter(Q(done_at__lte=now - KEPT) | Q(changed_at__lte=now - 2 * KEPT)).delete()


def changed(since: datetime, now: datetime) -> Iterator[Change]:
    """The addresses of texts that are new, other ones, gone or elsewhere: what search engines are told.

    It is told of an address when its ``lastmod`` moves, when nothing stands there any more, and at a move of
    both ends.
    """
    home = site.current().home
    for model in kinds.models().values():
        for thing in anew(model, since, now).filter(noindex=False, canonical_url=""):
            is_home = home == f"{thing.kind}:{thing.pk}"
            yield absolute("/" if is_home else thing.get_absolute_url()), thing.changed
        for thing, moment in _gone(model, since, now):
            yield absolute(thing.get_absolute_url()), moment
    moves = Redirect.objects.filter(made_at__gt=since, made_at__lte=now, status=Redirect.Status.MOVED)
    for path, target, moment in moves.values_list("path", "target", "made_at"):
        if target.startswith("/"):
            yield absolute(f"{path}/" if target.endswith("/") else path), moment
            yield absolute(target), moment


def anew(model: type[Publishable], since: datetime, now: datetime) -> QuerySet[Any]:
    """The live texts whose content is what it is since then; ``changed`` is since when."""
    moment = Greatest(
        Coalesce("content_changed_at", "publish_at"), F("publish_at"), output_field=DateTimeField()
    )
    live = model.objects.published(now).annotate(changed=moment)
    return live.filter(changed__gt=since, changed__lte=now).order_by("pk")


def _gone(model: type[Publishable], since: datetime, now: datetime) -> Iterator[tuple[Any, datetime]]:
    """The texts that readers saw and see no more, each with since when."""
    seen = model.objects.filter(first_published_at__lte=now, noindex=False).order_by("pk")
    for column in ("unpublish_at", "trashed_at"):
        for thing in seen.filter(**{f"{column}__gt": since, f"{column}__lte": now}):
            yield thing, getattr(thing, column)
