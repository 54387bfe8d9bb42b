"""The worker's duties: what comes round, how often, and what goes on beside it."""

from datetime import datetime, timedelta

from django.utils import timezone

from content import archives
from operations import planned
from operations.working import Tick, Watch
from pagecache import rounds

LOOK_BACK = timedelta(days=31)  # how long a worker may have been away; later verbs cut what it missed


class ArchiveCutter:
    """Cuts the archives for posts that became live by the clock, for no verb ran at that moment."""

    def __init__(self) -> None:
        self.then: datetime | None = None

    def __call__(self) -> None:
        now = timezone.now()
        archives.cut_since(self.then or now - LOOK_BACK, now)
        self.then = now


DUTIES = [
    Tick("archive cutter", every=60, do=ArchiveCutter()),
]

# No duty may delay them: without the keeper's word of the last five seconds no kept page is trusted, and a
# planned change goes live within a second of its time.
WATCHES = [
    Watch("page cache keeper", rounds.run),
    Watch("planned changes", planned.run),
]
