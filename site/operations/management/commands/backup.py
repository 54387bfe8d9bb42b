"""``manage.py backup``: the whole site, kept where BACKUP_TO says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operations import backups
from operations.progress import draw


class Command(BaseCommand):
    help = "Makes a backup of the database and all media, and thins out the older ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default=settings.BACKUP_TO, help="a folder or s3://bucket/prefix")
        parser.add_argument("--keep-all", action="store_true", help="remove no older backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            store = backups.store_at(options["to"])
            name = backups.back_up(store, settings.BACKUP_RECIPIENTS, self._draw)
            gone = 0 if options["keep_all"] else backups.thin(store, timezone.now())
        except (backups.Unusable, OSError) as error:
            raise CommandError(str(error)) from error
        sealed = "sealed" if settings.BACKUP_RECIPIENTS else "open to whoever can read that place"
        self.stdout.write(f"Backup {name} is in {options['to']}, {sealed}. {gone:,} older ones removed.")

    def _draw(self, done: int, total: int) -> None:
        draw(self.stderr, done, total)
