"""``manage.py work``: the worker, until it is told to end."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from operations.duties import OF_EACH
from operations.working import work


class Command(BaseCommand):
    help = "Does what comes round by the clock: keeps the page cache true, cuts archives that have grown."

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        work([], ended, OF_EACH)
