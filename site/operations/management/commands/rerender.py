"""``manage.py rerender``: texts whose HTML an older renderer made, rendered anew."""

from typing import Any

from django.core.management.base import BaseCommand

from content.actors import SITE
from content.rerendering import due, render_due
from operations.progress import draw


class Command(BaseCommand):
    help = "Renders anew what an older version rendered. It can be ended and begun again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done = due(), 0
        for number in render_due(SITE):
            done += number
            draw(self.stderr, done, max(total, done))
        self.stdout.write(f"{done:,} texts rendered anew.")
