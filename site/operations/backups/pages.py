"""What public addresses say, read from the database that this thread reads and kept nowhere."""

import logging
import random
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.http import HttpResponse

from content import kinds
from operations.reading import said

log = logging.getLogger(__name__)

FIXED = ("/", "/blog/", "/topics/", "/sitemap.xml", "/robots.txt")
SAMPLED = 60  # texts, besides those


def sampled(now: datetime) -> dict[str, str]:
    """The SHA-256 of what some addresses say at *now*: lists, the newest texts, and others at random."""
    return digests([*FIXED, *_some_texts(now)], now)


def digests(addresses: list[str], now: datetime) -> dict[str, str]:
    """The SHA-256 of what *addresses* say at *now*; of those that say nothing none."""
    answers = ((address, _answer(address, now)) for address in addresses)
    return {
        address: sha256(answer.content).hexdigest()
        for address, answer in answers
        if answer and answer.status_code == 200
    }


def _answer(address: str, now: datetime) -> HttpResponse | None:
    """What *address* says; a page that fails is no reason to have no backup."""
    try:
        return said(address, now)
    except Exception:
        log.exception("%s could not be asked what it says.", address)
        return None


def _some_texts(now: datetime) -> Iterator[str]:
    for model in kinds.models().values():
        live = model.objects.published(now)
        numbers = list(live.order_by("-publish_at").values_list("pk", flat=True))
        chosen = {*numbers[:5], *random.sample(numbers, min(SAMPLED // 2, len(numbers)))}
        for thing in live.filter(pk__in=chosen):
            yield thing.get_absolute_url()
