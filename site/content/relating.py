"""Which texts go together: worked out when one is published, and kept, so that a page only reads it.

Two texts are the nearer the more of their topics they share; words that both titles have and one language
count besides. Of equally near ones the nearer in time comes first. Without a common topic they are strangers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from math import sqrt
from typing import Any

from django.db import transaction
from django.db.models import Q

from content import kinds
from content.actors import Actor, allow
from content.models.archive import Stream
from content.slugs import slugify

NUMBER = 3  # others that a text names
TOPICS = 8  # of a text, in which others are looked for
NEWEST = 40  # texts of each
SHORTEST = 4  # letters of a word that says something
TITLE, LANGUAGE = 0.5, 0.2  # how much they count; topics count 1


@dataclass(frozen=True)
class Text:
    """What others are held against."""

    pk: int
    topics: frozenset[int]
    words: frozenset[str]
    language: str
    at: datetime


def relate(thing: Any, now: datetime) -> None:
    """Say anew which others go with *thing*, and let those be asked whether it goes with them.

    Looks at a bounded number of texts and writes the lists of seven at most. To be called inside a verb's
    transaction, before the archives are cut. A kind whose texts name no others is left alone.
    """
    model = type(thing)
    if not _has_related(model):
        return
    _take_turns()
    own = _texts(model, {thing.pk, *_candidates(model, thing)}, now)
    was = _lists(model, [thing.pk])
    lists = {thing.pk: _nearest(own, thing.pk, own)}
    others = _lists(model, {*was[thing.pk], *lists[thing.pk]})
    there = _texts(model, {thing.pk, *others, *chain.from_iterable(others.values())}, now)
    lists |= {pk: _nearest(there, pk, [*named, thing.pk]) for pk, named in others.items()}
    was |= others
    _write(model, {pk: named for pk, named in lists.items() if named != was[pk]})
    model.objects.filter(pk=thing.pk).update(related_at=now)


def later(thing: Any) -> None:
    """Let the worker say which others go with *thing*; nothing is saved."""
    if _has_related(type(thing)):
        thing.related_at = None


def all_later(model: type[Any], numbers: Iterable[int]) -> None:
    """The same of the rows with these numbers."""
    if _has_related(model):
        model.objects.filter(pk__in=list(numbers)).update(related_at=None)


def relate_waiting(*, actor: Actor, now: datetime, most: int = 50) -> int:
    """Relate the newest of those that came without it, by an import say; returns how many, *most* at once."""
    allow(actor, "import")
    done = 0
    for model in filter(_has_related, kinds.models().values()):
        waiting = model.objects.filter(related_at=None, publish_at__isnull=False).order_by("-publish_at")
        for thing in list(waiting.only("pk")[:most]):
            with transaction.atomic():
                relate(thing, now)
            done += 1
    return done


def _has_related(model: type[Any]) -> bool:
    return hasattr(model, "related")


def _take_turns() -> None:
    """One at a time: two that write each other's lists crosswise would wait for ever."""
    Stream.objects.get_or_create(pk="related")
    Stream.objects.select_for_update().get(pk="related")


def _candidates(model: type[Any], thing: Any) -> set[int]:
    """The newest texts of each of its topics."""
    filed = model.topics.through.objects.filter(**{model.kind: thing.pk})
    found: set[int] = set()
    for topic in filed.order_by("topic").values_list("topic", flat=True)[:TOPICS]:
        others = model.topics.through.objects.filter(topic=topic, publish_at__isnull=False)
        newest = others.order_by("-publish_at", f"-{model.kind}")[:NEWEST]
        found.update(newest.values_list(model.kind, flat=True))
    return found


def _texts(model: type[Any], numbers: Iterable[int], now: datetime) -> dict[int, Text]:
    """Those of them that readers see, or will as things stand."""
    numbers = list(numbers)
    topics: dict[int, set[int]] = {pk: set() for pk in numbers}
    filed = model.topics.through.objects.filter(**{f"{model.kind}__in": numbers})
    for pk, topic in filed.values_list(f"{model.kind}_id", "topic_id"):
        topics[pk].add(topic)
    in_time = Q(unpublish_at=None) | Q(unpublish_at__gt=now)
    rows = model.objects.filter(in_time, pk__in=numbers, publish_at__isnull=False, trashed_at=None)
    return {
        pk: Text(pk, frozenset(topics[pk]), _words(title), language, at)
        for pk, title, language, at in rows.values_list("pk", "title", "language", "publish_at")
    }


def _words(title: str) -> frozenset[str]:
    return frozenset(word for word in slugify(title).split("-") if len(word) >= SHORTEST)


def _lists(model: type[Any], numbers: Iterable[int]) -> dict[int, list[int]]:
    """The others that each of these texts names, in their order."""
    lists: dict[int, list[int]] = {pk: [] for pk in numbers}
    rows = model.related.through.objects.filter(post__in=list(lists)).order_by("position")
    for pk, other in rows.values_list("post_id", "other_id"):
        lists[pk].append(other)
    return lists


def _nearest(texts: dict[int, Text], pk: int, others: Iterable[int]) -> list[int]:
    """Those of *others* that go best with a text; none where readers do not see it."""
    own = texts.get(pk)
    if own is None:
        return []
    near = [text for each in set(others) - {pk} if (text := texts.get(each)) and text.topics & own.topics]
    near.sort(key=lambda text: (-nearness(own, text), abs(own.at - text.at), text.pk))
    return [text.pk for text in near[:NUMBER]]


def nearness(one: Text, other: Text) -> float:
    """How well two texts go together; the same from both sides, so that both may come to name each other."""
    topics = len(one.topics & other.topics) / sqrt(len(one.topics) * len(other.topics))
    words = len(one.words & other.words) / max(1, len(one.words | other.words))
    return topics + TITLE * words + LANGUAGE * (one.language == other.language)


def _write(model: type[Any], lists: dict[int, list[int]]) -> None:
    through = model.related.through
    through.objects.filter(post__in=list(lists)).delete()
    through.objects.bulk_create(
        through(post_id=pk, other_id=other, position=position)
        for pk, named in lists.items()
        for position, other in enumerate(named)
    )
