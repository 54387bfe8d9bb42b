"""How the site fares, for monitors (``/metrics``) and for who looks after it (the studio's status page)."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from accounts.models import Letter
from content.models import Delivery, News, Planned, SearchDue
from media.room import LEAST_FREE, LITTLE_FREE, free_at
from operations import backups
from pagecache import counters, edge_counts, figures, link
from pagecache.models import Outbox

log = logging.getLogger(__name__)

LATE = timedelta(minutes=15)  # a letter that waits longer is not taken by the mail server
LAG = 1.0  # seconds: publishes wait no longer for an edge
MANY = 5_000  # texts that search has not looked at


@dataclass(frozen=True)
class Row:
    """One figure: *what* it is of, and what it *says*. With *look* somebody should look after it, and how."""

    what: str
    says: str
    look: str = ""


@dataclass(frozen=True)
class Section:
    """Figures of one subject."""

    name: str
    rows: list[Row]


def status() -> list[Section]:
    """All that the status page shows. Nothing in it fails where a part of the site is away."""
    totals = counters.totals()
    return [
        Section("Kept pages", [*_hits(totals), *_truth(), *_edges()]),
        Section("Slowest pages today", [Row(path, _ms(micro)) for path, micro in counters.longest()[:10]]),
        Section("What waits", list(_waiting())),
        Section("Backups and room", [_backup(), *_room()]),
    ]


def _hits(totals: Mapping[str, int]) -> Iterator[Row]:
    counts = edge_counts.of_all()
    hits = sum(counts[name] for name in edge_counts.HITS)
    asked = hits + sum(counts[name] for name in edge_counts.HANDED_OVER)
    if asked:
        yield Row(
            "Answered by nginx from kept pages", f"{_percent(hits / asked)} of {asked:,} since it started"
        )
    else:
        yield Row("Answered by nginx from kept pages", "nginx does not say (EDGE_STATUS)")
    renders = totals.get("render", 0)
    if renders:
        mean = totals.get("render microseconds", 0) / renders
        asked_each = totals.get("render statements", 0) / renders
        yield Row("Rendered", f"{renders:,} pages, {_ms(mean)} and {asked_each:.1f} statements each")


def _truth() -> Iterator[Row]:
    said = figures.status()
    exact, wrong = said["exactness"], said["wrong_at_most"]
    yield Row("Purged pages that had really changed", "not known yet" if exact is None else _percent(exact))
    yield Row(
        "Hits that can be wrong, at most",
        "no page was audited yet" if wrong is None else f"{wrong:.2%}, with 95 % certainty",
        "An audit found a kept page that was not what its view says: the log names it."
        if counters.totals().get("audit different")
        else "",
    )


def _edges() -> Iterator[Row]:
    try:
        now = figures.of_this_moment() if link.is_configured() else None
    except link.Away:
        yield Row("The pages’ Redis", "does not answer", "Pages are rendered for each reader: start it.")
        return
    if now is None:
        yield Row("The pages’ Redis", "there is none; pages are rendered for each reader")
        return
    yield Row(
        "The keeper",
        "vouches for pages" if now.fresh else "is away",
        "" if now.fresh else "No kept page is trusted: is the worker running?",
    )
    yield Row(
        "nginx workers with pages in memory",
        f"{now.edges}" if not now.behind else f"{now.edges}, {now.behind} of them {now.lag:.1f} s behind",
        "Publishes wait for it: is that nginx stopped?" if now.lag > LAG else "",
    )
    yield Row("Purged pages that wait to be rendered again", f"{now.cold:,}")


def _waiting() -> Iterator[Row]:
    now = timezone.now()
    late = Letter.objects.filter(made_at__lt=now - LATE).count()
    for name, number in waiting().items():
        look = ""
        if name == "letters" and late:
            look = f"{late:,} for longer than a quarter of an hour: does the mail server take them?"
        if name == "texts to search" and number > MANY:
            look = "Is the worker running? manage.py reindex looks at all."
        yield Row(name.capitalize(), f"{number:,}", look)


def waiting() -> dict[str, int]:
    """What the worker has before it, by kind."""
    return {
        "commits to purge": Outbox.objects.count(),
        "planned changes": Planned.objects.count(),
        "texts to search": SearchDue.objects.count(),
        "letters": Letter.objects.count(),
        "letters to subscribers": Delivery.objects.filter(state__in=("due", "begun")).count(),
        "news for engines and hubs": News.objects.filter(done_at=None).count(),
    }


def _backup() -> Row:
    at = newest_backup()
    if at is None:
        return Row("The newest backup", "there is none", "Set BACKUP_EVERY, or a timer (docs/backups.md).")
    age = timezone.now() - at
    due = timedelta(minutes=2 * settings.BACKUP_EVERY) if settings.BACKUP_EVERY else timedelta(days=2)
    return Row("The newest backup", _ago(age), "Is the worker running?" if age > due else "")


def newest_backup() -> datetime | None:
    """When the newest whole backup was made; None where there is none, or its place does not answer."""
    try:
        names = backups.whole(backups.store_at(settings.BACKUP_TO))
    except Exception:
        log.exception("The place for backups could not be asked.")  # a bucket's library has faults of its own
        return None
    return backups.made_at(names[-1]) if names else None


def _room() -> Iterator[Row]:
    for folder, free in room().items():
        look = "Soon nothing can be saved." if free < LEAST_FREE else ""
        yield Row(f"Free at {folder}", f"{free:,} MB", look or ("Make room." if free < LITTLE_FREE else ""))


def room() -> dict[str, int]:
    """Megabytes that are free on each disk that the site writes to, by one of its folders there."""
    folders = [Path(settings.VAR), Path(settings.MEDIA_ROOT)]
    disks = {folder.stat().st_dev: folder for folder in reversed(folders) if folder.exists()}
    return {str(folder): free_at(folder) for folder in disks.values()}


def gauges() -> Iterator[Metric]:
    """The same for monitors, as far as the database answers. A bucket is asked for its backups each time."""
    with suppress(Error):
        yield from _tasks()
    free = GaugeMetricFamily("stet_disk_free_bytes", "Room on each disk in use", labels=["at"])
    for folder, megabytes in room().items():
        free.add_metric([folder], megabytes * 1_000_000)
    yield free
    at = newest_backup()
    if at:
        yield GaugeMetricFamily(
            "stet_backup_timestamp_seconds", "When the newest backup was made", at.timestamp()
        )


def _tasks() -> Iterator[Metric]:
    tasks = GaugeMetricFamily("stet_waiting", "What the worker has before it", labels=["kind"])
    for name, number in waiting().items():
        tasks.add_metric([name], number)
    yield tasks
    failing = Letter.objects.filter(tries__gt=0).count()
    yield GaugeMetricFamily("stet_letters_failing", "Letters that a mail server did not take yet", failing)


def _ms(micro: float) -> str:
    return f"{micro / 1000:,.1f} ms"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
