"""Letters to subscribers: which there are to be, and each sent at most once, come what may to the worker.

Who sends a letter says so and commits before the mail server hears of it. A letter that was begun and has no
end after a while may have gone or not: it is told to the operator and not sent again unasked. One that the
server did not take, or never heard of, is tried again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from content import telling
from content.actors import Actor, allow
from content.log import note
from content.models import Asking, Delivery, Lookout, SiteSettings, Subscriber, Told
from content.telling import OVERLAP

STATES = Delivery.State
MONDAY_MORNING = time(7)  # by the site's clock: when a week's posts are told
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)  # doubled with each try
MOST_TRIES = 16  # some two days
UNANSWERED = timedelta(minutes=10)  # a mail server answers, or the connection breaks, long before
KEPT = timedelta(days=60)  # what has ended; far longer than OVERLAP, or it would be sent again
A_BATCH = 1000

Appeared = Callable[[datetime, datetime], Iterable[Any]]


@transaction.atomic
def look_out(appeared: Appeared, now: datetime) -> int:
    """Let each new post be sent to whoever wants it at once, and say how many letters that makes.

    *appeared* is asked for the posts that were first seen after one moment and up to another. What was before
    letters were switched on is not sent.
    """
    lookout, _ = telling.lookout_of(Told.MAIL, now)
    since = max(lookout.begun_at, lookout.until - OVERLAP)
    made = sum(_plan(f"post:{post.pk}", _who_wants(post), now) for post in appeared(since, now))
    Lookout.objects.filter(pk=lookout.pk).update(until=now)
    return made


def _who_wants(post: Any) -> QuerySet[Subscriber]:
    """Who had subscribed when *post* appeared, to all posts or to one of its topics."""
    topics = post.topics.values_list("pk", flat=True)
    chosen = Subscriber.topics.through.objects.filter(topic__in=list(topics)).values("subscriber")
    those = Subscriber.objects.filter(
        rhythm=Subscriber.Rhythm.EACH, confirmed_at__lte=post.first_published_at
    )
    return those.filter(Q(only_topics=False) | Q(pk__in=chosen))


def _plan(what: str, who: QuerySet[Subscriber], now: datetime) -> int:
    """Make the rows of the letters *what* that are not there yet."""
    waiting = who.exclude(pk__in=Delivery.objects.filter(what=what).values("subscriber"))
    rows = [
        Delivery(subscriber_id=pk, what=what, due_at=now, moved_at=now)
        for pk in waiting.order_by("pk").values_list("pk", flat=True)
    ]
    Delivery.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def look_back(appeared: Appeared, now: datetime) -> int:
    """On Monday let the posts of the days before be sent to whoever wants them once a week."""
    monday = _monday(now - OVERLAP)
    lookout, _ = telling.lookout_of(Told.WEEKLY, now)
    if lookout.until >= monday:
        return 0
    made, what = 0, f"week:{_day(lookout.until)}..{_day(monday)}"
    if any(True for _ in appeared(*week(what))):
        made = _plan(what, Subscriber.objects.filter(rhythm="weekly", confirmed_at__lt=monday), now)
    Lookout.objects.filter(pk=lookout.pk).update(until=monday)
    return made


def _monday(now: datetime) -> datetime:
    """The last Monday morning before *now*."""
    here = timezone.localtime(now)
    monday = datetime.combine(here.date() - timedelta(days=here.weekday()), MONDAY_MORNING, here.tzinfo)
    return monday if monday <= now else _moment((monday - timedelta(days=7)).date().isoformat())


def _day(moment: datetime) -> str:
    """The day on whose morning, or after it, *moment* is."""
    since_morning = timezone.localtime(moment) - timedelta(hours=MONDAY_MORNING.hour)
    return since_morning.date().isoformat()


def _moment(day: str) -> datetime:
    morning = datetime.combine(datetime.fromisoformat(day), MONDAY_MORNING)
    return timezone.make_aware(morning, timezone.get_default_timezone())


def week(what: str) -> tuple[datetime, datetime]:
    """After which moment, and up to which, the posts of the letter *what* appeared."""
    since, _, until = what.removeprefix("week:").partition("..")
    return _moment(since), _moment(until)


def of_the_week(what: str, subscriber: Subscriber, appeared: Appeared, now: datetime) -> list[Any]:
    """The posts that the letter *what* tells *subscriber* of: those that are there at *now*."""
    since, until = week(what)
    those = appeared(max(since, subscriber.confirmed_at or until), until)
    posts = [post for post in those if post.state(now) == "live"]
    if not subscriber.only_topics:
        return posts
    chosen = set(subscriber.topics.values_list("pk", flat=True))
    return [post for post in posts if chosen & set(post.topics.values_list("pk", flat=True))]


def look_away() -> None:
    """Letters are switched off: what waited is not sent, and what appears meanwhile is not either."""
    if not Lookout.objects.filter(to__in=[Told.MAIL, Told.WEEKLY]).exists():
        return
    with transaction.atomic():
        telling.look_away(Told.MAIL)
        telling.look_away(Told.WEEKLY)
        Delivery.objects.filter(state=STATES.DUE).delete()
        Asking.objects.all().delete()


def due(now: datetime, most: int) -> list[Delivery]:
    """The letters to be sent now; questions are not kept waiting by a post that many read."""
    waiting = Delivery.objects.filter(state=STATES.DUE, due_at__lte=now).select_related("subscriber")
    questions = list(waiting.filter(what__startswith="ask:").order_by("pk")[:most])
    others = waiting.exclude(what__startswith="ask:").order_by("due_at", "pk")
    return questions + list(others[: most - len(questions)])


def begin(delivery: Delivery, now: datetime) -> bool:
    """Say, before anybody else hears of it, that *delivery* is being sent; False where another said so."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=STATES.DUE)
    return mine.update(state=STATES.BEGUN, moved_at=now) == 1


def end(delivery: Delivery, state: str, now: datetime, says: str = "") -> None:
    """Note what came of *delivery*."""
    Delivery.objects.filter(pk=delivery.pk).update(state=STATES(state), moved_at=now, says=says[:300])


def put_off(deliveries: Iterable[Delivery], now: datetime, why: str) -> None:
    """These were not taken, and *why*; they are tried again later, and given up after some two days."""
    for delivery in deliveries:
        tries = delivery.tries + 1
        wait = min(FIRST_WAIT * 2 ** min(delivery.tries, 16), LONGEST_WAIT)
        state = STATES.DUE if tries < MOST_TRIES else STATES.REFUSED
        Delivery.objects.filter(pk=delivery.pk).update(
            state=state, tries=tries, due_at=now + wait, moved_at=now, says=why[:300]
        )


def find_unanswered(now: datetime) -> int:
    """Call those letters unknown that were begun and have had no end since, and say how many are new."""
    lost = Delivery.objects.filter(state=STATES.BEGUN, moved_at__lte=now - UNANSWERED)
    return lost.update(state=STATES.UNKNOWN, says="The worker ended while it was being sent.")


@transaction.atomic
def settle_unknown(*, actor: Actor, again: bool, now: datetime) -> int:
    """Send once more what nobody knows to have gone, or let it be; and say how many letters that were.

    Whoever sends *again* takes it upon himself that some may get a letter twice.
    """
    allow(actor, "settings")
    state = STATES.DUE if again else STATES.DROPPED
    count = Delivery.objects.filter(state=STATES.UNKNOWN).update(state=state, due_at=now, moved_at=now)
    if count:
        settings = SiteSettings.objects.first() or SiteSettings()
        note(actor, "deliver", settings, now, {"letters": [STATES.UNKNOWN.value, f"{count} {state.value}"]})
    return count


def clear_out(now: datetime) -> None:
    """Forget what ended long ago; what is unknown stays until somebody has seen it."""
    ended = Delivery.objects.exclude(state__in=[STATES.DUE, STATES.BEGUN, STATES.UNKNOWN])
    ended.filter(moved_at__lte=now - KEPT).delete()


def lately(most: int) -> list[tuple[str, dict[str, int]]]:
    """The last *most* posts and weeks that were sent, each with how many letters are in which state."""
    letters = Delivery.objects.exclude(what__startswith="ask:").order_by()
    found: dict[str, dict[str, int]] = {}
    for what, state, count, _ in sorted(
        letters.values_list("what", "state").annotate(Count("pk"), last=Max("pk")), key=lambda row: -row[3]
    ):
        found.setdefault(what, dict.fromkeys(STATES.values, 0))[state] = count
    return list(found.items())[:most]
