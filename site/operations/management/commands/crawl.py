"""``manage.py crawl``: the running site, walked as a search engine would; fails where something is wrong."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.crawling import Walk, asker


class Command(BaseCommand):
    help = "Walks the running site as a search engine would, and names what is wrong and how it is mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", default="", help="where the site answers, if not at its own address")

    def handle(self, *args: Any, **options: Any) -> None:
        walk = Walk(asker(options["at"] or settings.SITE_URL), settings.SITE_URL)
        try:
            defects = walk.run()
        except OSError as error:
            raise CommandError(f"Nobody answers at {options['at'] or settings.SITE_URL}: {error}.") from error
        for defect in defects:
            self.stdout.write(str(defect))
        seen = f"{len(walk.dates):,} addresses in the sitemap, {len(walk.statuses):,} asked for"
        if defects:
            raise CommandError(f"{len(defects):,} defects; {seen}.")
        self.stdout.write(f"Nothing is wrong: {seen}.")
