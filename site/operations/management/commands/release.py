"""``manage.py release``: before a new version answers, once and alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.releasing import release


class Command(BaseCommand):
    help = "Migrates the database, and makes the assets ready: collected, joined, compressed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--first-run", action="store_true", help="writes the demo on a site that nobody wrote on yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        release(self._say, is_first_run=options["first_run"])

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
