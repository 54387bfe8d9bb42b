"""``manage.py demo``: the texts that a new site begins with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from importers.demo import laying
from pagecache import receipt


class Command(BaseCommand):
    """Lay out the demo, unless it is there."""

    help = "Lay out the demo: the manual of Stet, and one of every kind of content. Once is enough."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        if laying.is_there():
            self._say(verbosity, "The demo is there already; nothing was changed.\n")
            return

        def said(done: int, total: int) -> None:
            if self.stdout.isatty():
                self._say(verbosity, f"\rDemo: {done} of {total} texts ")

        with receipt():  # its commits wait for the edges together
            number = laying.lay_out(timezone.now(), said)
        start = "\r" if self.stdout.isatty() else ""
        self._say(verbosity, f"{start}Demo: {number} texts are laid out.\n")

    def _say(self, verbosity: int, text: str) -> None:
        if verbosity:
            self.stdout.write(text, ending="")
            self.stdout.flush()
