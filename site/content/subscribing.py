"""The verbs of reading by mail: ask, confirm, choose, leave. Whoever reads an address's mail subscribes it.

Nothing is noted in the log, which keeps things for ever: who left is to be forgotten.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Max, Q, QuerySet, Sum
from django.utils.crypto import constant_time_compare

from accounts.mailboxes import mailbox
from content.models import Asking, Delivery, Subscriber, Topic

CONFIRMABLE = timedelta(days=7)  # how long the link in a question is good
PAUSE = timedelta(hours=1)  # between two questions to one address
MOST_ASKED = 3  # questions to one address that nobody answered
FORGOTTEN = timedelta(days=30)  # an address that nobody confirmed
CONFIRM, OWN = "subscribing.confirm", "subscribing.own"  # what a link in a letter is for
RHYTHM = Subscriber.Rhythm


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be sent: each post or once a week; all of them, or those under *topics*."""

    rhythm: str = RHYTHM.EACH
    only_topics: bool = False
    topics: tuple[int, ...] = ()


def ask(*, address: str, language: str, wish: Wish, now: datetime) -> None:
    """Note that somebody wants letters to *address*; it does not matter here whether it is known."""
    Asking.objects.create(
        address=address.strip().lower(),
        language=language,
        rhythm=wish.rhythm,
        only_topics=wish.only_topics,
        topics=list(wish.topics),
        at=now,
    )


@transaction.atomic
def take_up(*, asking: Asking, now: datetime) -> Delivery | None:
    """Let the question be sent that *asking* is about; None where its address was asked often enough.

    What an address has confirmed is not changed by whoever asks again: it is sent the way to change it.
    """
    if not Asking.objects.filter(pk=asking.pk).delete()[0]:
        return None  # another worker has it
    Subscriber.objects.get_or_create(
        address=asking.address, defaults={"language": asking.language, "key": secrets.token_hex(16)}
    )
    subscriber = Subscriber.objects.select_for_update().get(address=asking.address)
    if not _may_be_asked(subscriber, now):
        return None
    if subscriber.confirmed_at is None:
        subscriber.language = asking.language
        _fill(subscriber, Wish(asking.rhythm, asking.only_topics, tuple(asking.topics)))
    subscriber.asked, subscriber.asked_at = subscriber.asked + 1, now
    subscriber.save()
    return Delivery.objects.create(
        subscriber=subscriber, what=f"ask:{now:%Y%m%d%H%M%S}", due_at=now, moved_at=now
    )


def _may_be_asked(subscriber: Subscriber, now: datetime) -> bool:
    """Whether one more question may go to the mailbox of *subscriber*, whatever stands behind a plus."""
    unanswered = _of_mailbox(subscriber.address).filter(Q(asked__gt=0) | Q(pk=subscriber.pk))
    said = unanswered.aggregate(times=Sum("asked"), last=Max("asked_at"))
    is_rested = said["last"] is None or now >= said["last"] + PAUSE
    return bool(is_rested and said["times"] < MOST_ASKED)


def _of_mailbox(address: str) -> QuerySet[Subscriber]:
    plain = mailbox(address)
    local, at, domain = plain.rpartition("@")
    beside = Q(address__startswith=f"{local}+", address__endswith=f"{at}{domain}")
    return Subscriber.objects.filter(Q(address=plain) | beside)


def _fill(subscriber: Subscriber, wish: Wish) -> None:
    subscriber.rhythm, subscriber.only_topics = RHYTHM(wish.rhythm), wish.only_topics
    subscriber.topics.set(Topic.objects.filter(pk__in=wish.topics if wish.only_topics else ()))


def link(subscriber: Subscriber, purpose: str) -> str:
    """The token by which a link in a letter to *subscriber* serves *purpose*."""
    return signing.dumps([subscriber.pk, subscriber.key], salt=purpose)


def found(token: str, purpose: str) -> Subscriber | None:
    """Whose *token* this is; None where it was made up, is too old, or whoever it was has left."""
    try:
        said = signing.loads(token, salt=purpose, max_age=CONFIRMABLE if purpose == CONFIRM else None)
    except signing.BadSignature:
        return None
    subscriber = Subscriber.objects.filter(pk=said[0]).first()
    return subscriber if subscriber and constant_time_compare(subscriber.key, said[1]) else None


@transaction.atomic
def confirm(*, subscriber: Subscriber, now: datetime) -> Subscriber:
    """Send *subscriber* what appears from *now* on. Confirming again changes nothing."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    subscriber.confirmed_at, subscriber.asked = subscriber.confirmed_at or now, 0
    subscriber.save()
    return subscriber


@transaction.atomic
def choose(*, subscriber: Subscriber, wish: Wish) -> Subscriber:
    """Send *subscriber* other things from now on, or at other times."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    _fill(subscriber, wish)
    subscriber.asked = 0
    subscriber.save()
    return subscriber


def leave(*, subscriber: Subscriber) -> None:
    """Forget *subscriber*: the address, what was chosen, and what was sent."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()


def follow(*, topic: Topic, into: Topic) -> None:
    """Let whoever chose *topic* have chosen *into*, for a merging of the two."""
    chosen = Subscriber.topics.through.objects.filter(topic=topic)
    have_both = Subscriber.topics.through.objects.filter(topic=into).values("subscriber")
    chosen.exclude(subscriber__in=list(have_both.values_list("subscriber", flat=True))).update(topic=into)


def clear_out(*, now: datetime) -> None:
    """Forget addresses that nobody has confirmed for thirty days."""
    Subscriber.objects.filter(confirmed_at=None, asked_at__lte=now - FORGOTTEN).delete()
