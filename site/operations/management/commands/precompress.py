"""``manage.py precompress``: gzip and brotli beside every asset that has its hash in its name."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from operations.precompress import precompress


class Command(BaseCommand):
    help = "Compresses the collected assets, as small as they get; part of `release`."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        count = precompress(Path(settings.STATIC_ROOT))
        self.stdout.write(f"{count} files compressed.")
