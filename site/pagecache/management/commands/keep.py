"""Run the page cache's keeper alone."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pagecache import keeper


class Command(BaseCommand):
    help = "Keep the page cache true: apply the outbox, lift abandoned fences. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            keeper.tick()
            time.sleep(options["every"])
