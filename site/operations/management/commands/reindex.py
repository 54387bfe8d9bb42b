"""``manage.py reindex``: each text looked at, and its entry in the search's index written anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from content import kinds
from content.models import SearchEntry, SearchWord
from content.search import database, due, indexing
from operations.progress import draw


class Command(BaseCommand):
    help = "Brings the search's index in line with the texts. Readers can search meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="empty the index first; until the end less is found"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            empty()
        total = sum(indexing.published(model).count() for model in kinds.models().values())
        done = 0
        for number in due.everything():
            done += number
            draw(self.stderr, done, total)
        self.stdout.write(f"{done:,} texts can be found.")


@transaction.atomic
def empty() -> None:
    """Take everything out of the index."""
    database.dialect().clear()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
