"""``manage.py restore``: a backup tried (``--verify``), or the site made what a backup holds."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import backups
from operations.progress import draw


class Command(BaseCommand):
    help = "Takes a backup back. Stop web and worker first; with --verify nothing of the site is touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="place", default=settings.BACKUP_TO, help="where backups lie")
        parser.add_argument("--backup", default="", help="its name; the newest if none is given")
        parser.add_argument(
            "--key", default="", help="the file with the secret key, where backups are sealed"
        )
        parser.add_argument("--verify", action="store_true", help="only try it, in a database of its own")
        parser.add_argument("--replace", action="store_true", help="lose the site that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            store = backups.store_at(options["place"])
            with backups.opened(store, options["backup"], _identity(options["key"])) as backup:
                if options["verify"]:
                    self._say("would be", backups.verify(backup, self._draw))
                else:
                    self._say("is", backups.restore(backup, replace=options["replace"], progress=self._draw))
        except (backups.Unusable, OSError) as error:
            raise CommandError(str(error)) from error

    def _say(self, state: str, found: backups.Verdict) -> None:
        pages = f"{found.pages} addresses say the same, byte for byte"
        other = "it was made by another release, so no bytes were compared"
        self.stdout.write(
            f"Backup {found.name} is sound and {state} the site: {found.tables} tables with "
            f"{found.rows:,} rows, {found.files:,} files, {pages if found.pages else other}."
        )

    def _draw(self, done: int, total: int) -> None:
        draw(self.stderr, done, total)


def _identity(path: str) -> str:
    """The secret key in the file at *path*; age's own tool writes comments around it."""
    if not path:
        return ""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    keys = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not keys:
        raise backups.Unusable(f"{path} holds no key: a line that begins with AGE-SECRET-KEY-1.")
    return keys[0]
