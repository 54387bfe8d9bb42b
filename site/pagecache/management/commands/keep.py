"""``manage.py keep``: the page cache's keeper alone, until it is told to end."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pagecache import link, rounds


class Command(BaseCommand):
    help = "Vouches for kept pages, as the worker does: tells Redis what it missed, warms, audits."

    def handle(self, *args: Any, **options: Any) -> None:
        if not link.is_configured():
            raise CommandError("There is no Redis for pages (PAGES_REDIS_URL), so nothing to keep.")
        ended = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        rounds.run(ended)
