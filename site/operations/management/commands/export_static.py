"""``manage.py export_static DIR``: the whole public site as files that any server can serve."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operations.progress import draw
from operations.static_site import Export


class Command(BaseCommand):
    help = "Writes every public address, the assets and the media that they name as files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="an empty folder, or one that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["folder"])
        if target.exists() and any(target.iterdir()):
            raise CommandError(f"{target} is not empty. Name a new folder, so that nothing old stays in it.")
        target.mkdir(parents=True, exist_ok=True)
        written = Export(target, timezone.now()).run(self._draw)
        self.stdout.write(
            f"{written:,} addresses are in {target}. Search, letters and the studio need the site itself."
        )

    def _draw(self, done: int, total: int) -> None:
        draw(self.stderr, done, total)
