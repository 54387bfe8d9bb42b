"""Brings the catalogues of the readers' words in step with the English ones."""

from typing import Any

from django.core.management.base import BaseCommand

from language.renewing import renew


class Command(BaseCommand):
    help = "Write site/language/po anew after English words were added or changed (docs/languages.md)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name in renew():
            self.stdout.write(f"{name} is renewed.")
