"""``manage.py explain_page /blog/``: whether that page is kept, what it is made of, and if not, why not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pagecache import explaining, link


class Command(BaseCommand):
    help = "Tell what the page cache knows of one address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="an address of the site, or a path with its query")

    def handle(self, *args: Any, **options: Any) -> None:
        if not link.is_configured():
            raise CommandError("There is no Redis for pages (PAGES_REDIS_URL): nothing is kept.")
        try:
            for line in explaining.explain(options["url"]):
                self.stdout.write(line)
        except link.Away as error:
            raise CommandError(f"Redis cannot be asked: {error}") from error
