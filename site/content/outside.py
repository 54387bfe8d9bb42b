"""Links to other sites: which there are, what they answered, and when they are asked again.

They are asked politely: a few a minute, none more often than its back-off says, and nothing of an answer's
body is kept. Whoever asks is ``operations``; here is only what is known.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from content.markdown import TooLarge
from content.models import Link, OutsideLink, Revision
from content.remote import Fetcher, Refused
from content.rendering import rendered

WELL = timedelta(days=7)  # until one that answered is asked again
FIRST_DOUBT, LONGEST_DOUBT = timedelta(hours=1), timedelta(days=14)  # doubled with each failure
GONE = (404, 410)  # no doubt about these; anything else has a second chance
SURE = 2  # failures


def failures(urls: Iterable[str]) -> dict[str, str]:
    """Those of *urls* that are dead, each with what is known of it."""
    digests = {digest(url): url for url in urls}
    dead = OutsideLink.objects.filter(digest__in=digests)
    return {digests[row.digest]: row.says for row in dead.filter(is_dead())}


def is_dead() -> Q:
    """That an address was asked, and there is no doubt any more."""
    return ~Q(says="") & (Q(status__in=GONE) | Q(failures__gte=SURE))


def digest(url: str) -> str:
    """What an address is found by."""
    return hashlib.sha256(url.encode()).hexdigest()


def of_texts() -> Iterable[str]:
    """The addresses that texts lead to as they stand."""
    return Link.objects.filter(url__startswith="http").values_list("url", flat=True).distinct()


def note_wanted(urls: Iterable[str], now: datetime) -> None:
    """Let those of *urls* be asked that never were."""
    wanted = {digest(url): url for url in urls if len(url) <= 2000}
    there = set(OutsideLink.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    new = [OutsideLink(digest=name, url=url, due_at=now) for name, url in wanted.items() if name not in there]
    OutsideLink.objects.bulk_create(new, ignore_conflicts=True)


def of_revisions(since: datetime) -> Iterable[str]:
    """The addresses in what was written since then."""
    for revision in Revision.objects.filter(made_at__gt=since).iterator():
        try:
            made = rendered(revision.fields["body"], revision.fields["body_format"])
        except TooLarge:
            continue
        yield from (url for url in made.links if url.startswith(("http:", "https:")))


def due(now: datetime, most: int) -> list[OutsideLink]:
    """The next *most* addresses that it is time to ask, those waiting longest first."""
    return list(OutsideLink.objects.filter(due_at__lte=now).order_by("due_at")[:most])


def check(link: OutsideLink, fetcher: Fetcher, now: datetime) -> None:
    """Ask one address, and remember what it said and when it is asked again."""
    try:
        status = fetcher.status(link.url)
        says = "" if status < 400 or status in {401, 403, 405, 429, 999} else f"It answered {status}."
    except Refused as refusal:
        status, says = 0, str(refusal)[:300]
    wait = min(FIRST_DOUBT * 2**link.failures, LONGEST_DOUBT) if says else WELL
    OutsideLink.objects.filter(pk=link.pk).update(
        status=status,
        says=says,
        failures=F("failures") + 1 if says else 0,
        checked_at=now,
        due_at=now + wait,
    )
