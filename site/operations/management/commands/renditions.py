"""``manage.py renditions``: the smaller and lighter files of every picture that lacks them, made now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content.actors import SITE
from content.renditions import due, make_due
from media.models import Picture
from operations.progress import draw


class Command(BaseCommand):
    help = "Makes the renditions of pictures that lack them. It can be ended and begun again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="also of those that have theirs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            Picture.objects.update(recipe=0)
        total, done = due().count(), 0
        for pictures in make_due(SITE):
            done += len(pictures)
            draw(self.stderr, done, max(total, done))
        self.stdout.write(f"Renditions of {done:,} pictures made.")
