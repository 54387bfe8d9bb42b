"""The worker's duties: what comes round, how often, and what goes on beside it."""

import threading
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from content import archives, brought, configuring, library, publishing, relating
from content.actors import SITE
from ephemeral.clearing import discard_ended
from media.models import File, Picture
from operations import (
    leading,
    letters,
    outside,
    planned,
    readers,
    renditions,
    rerendering,
    safekeeping,
    searching,
    subscribers,
    telling,
    viewing,
)
from operations.working import Tick, Watch, work
from pagecache import rounds

LOOK_BACK = timedelta(days=31)  # how long a worker may have been away; later verbs cut what it missed
YOUNG = timedelta(hours=1)  # an autosave that may still be gone back to, pause by pause
OVERLAP = timedelta(
    minutes=10
)  # a stretch of time in which the round before left one autosave, and more came

RELATED_AT_ONCE = 200  # texts, about a second's work


class ArchiveCutter:
    """Cuts the archives for posts that became live by the clock, for no verb ran at that moment."""

    def __init__(self) -> None:
        self.then: datetime | None = None

    def __call__(self) -> None:
        now = timezone.now()
        archives.cut_since(self.then or now - LOOK_BACK, now)
        self.then = now


class AutosaveThinner:
    """Thins the autosaves that are older than an hour; each round those since the last one."""

    def __init__(self) -> None:
        self.then: datetime | None = None

    def __call__(self) -> None:
        before = timezone.now() - YOUNG
        publishing.thin(actor=SITE, since=(self.then or before - LOOK_BACK) - OVERLAP, before=before)
        self.then = before


def empty_the_trash() -> None:
    """Discard what has lain in the trash for thirty days."""
    now = timezone.now()
    publishing.empty(actor=SITE, now=now)
    for model in (Picture, File):
        brought.empty(model, actor=SITE, now=now)


def discard_what_was_replaced() -> None:
    """Delete files, logos and colours that were replaced thirty days ago."""
    now = timezone.now()
    library.discard_former_files(now)
    configuring.discard_former_sheets(now)


def relate_what_came() -> None:
    """Say of texts that an import brought in which others go with them."""
    relating.relate_waiting(actor=SITE, now=timezone.now(), most=RELATED_AT_ONCE)


DUTIES = [
    Tick("letters of readers", every=900, do=readers.tell),
    Tick("old letters of readers", every=3600, do=readers.clear_out),
    Tick("views", every=30, do=viewing.book),
    Tick("related posts", every=5, do=relate_what_came),
    Tick("archive cutter", every=60, do=ArchiveCutter()),
    Tick("autosave thinner", every=600, do=AutosaveThinner()),
    Tick("trash emptier", every=3600, do=empty_the_trash),
    Tick("what was replaced", every=3600, do=discard_what_was_replaced),
    Tick("what was remembered for a while", every=3600, do=discard_ended),
]

# No duty may delay them: a planned change goes live within a second of its time.
WATCHES = [
    Watch("planned changes", planned.run),
    Watch("letters", letters.run),
    Watch("search", searching.run),
    Watch("links to other sites", outside.run),
    Watch("renditions of pictures", renditions.run),
    Watch("texts of an older renderer", rerendering.run),
    Watch("news for engines and hubs", telling.run),
    Watch("letters to subscribers", subscribers.run),
    Watch("backups", safekeeping.run),
]


def _do_all(ended: threading.Event) -> None:
    work(DUTIES, ended, WATCHES)


# What each of several workers does: one of them keeps the pages and the others are ready to, for without the
# keeper's word of the last five seconds no page is trusted; one has the duties, the others wait for them.
OF_EACH = [
    Watch("page cache keeper", rounds.run),
    Watch("duties", partial(leading.in_turn, do=_do_all)),
]
