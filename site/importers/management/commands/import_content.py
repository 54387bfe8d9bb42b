"""``manage.py import_content PATH``: a folder of Markdown becomes posts and pages."""

import gc
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.actors import SITE
from content.ahead import COLLECTED_AFTER
from content.remote import Fetcher
from importers import markdown_folder
from importers.folders import TEXTS, survey
from importers.items import Fault, Item, LeftOut
from importers.load import load
from importers.report import Report
from pagecache import receipt

WIDTH = 30  # characters of the bar
EVERY = 500  # texts between two lines where there is no terminal


class Command(BaseCommand):
    help = "Bring in a folder of Markdown files, with their front matter, pictures and old addresses."
    requires_system_checks = ()  # `release` has asked; they load every view before the first text is read

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="PATH", help="the folder of the old site, or of its texts"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be brought in, and change nothing"
        )
        parser.add_argument("--fetch-images", action="store_true", help="copy pictures of other sites, too")

    def handle(self, *args: Any, path: Path, dry_run: bool, fetch_images: bool, **options: Any) -> None:
        started = time.monotonic()
        items = self._items(path)
        expected = len(survey(path).texts)
        bar = Bar(self.stderr, expected)
        if dry_run:
            report = tried(items, bar)
        else:
            fetcher = Fetcher() if fetch_images else None
            gc.set_threshold(COLLECTED_AFTER)
            with receipt():  # its commits wait for the edges together
                report = load(items, actor=SITE, base=path, fetcher=fetcher, progress=bar, expected=expected)
        bar.end()
        for line in report.lines():
            self.stdout.write(line)
        self._close(path, report, dry_run, time.monotonic() - started)

    def _items(self, path: Path) -> Iterator[Item | Fault | LeftOut]:
        if not path.is_dir():
            raise CommandError(f"There is no folder at {path}. Name the folder that your texts are in.")
        return markdown_folder.read(path)

    def _close(self, path: Path, report: Report, dry_run: bool, seconds: float) -> None:
        if not report.texts:
            endings = ", ".join(TEXTS)
            self.stdout.write(
                f"No texts were found in {path}. A text is a file whose name ends in {endings}."
            )
        elif dry_run:
            self.stdout.write(f"{report.texts:,} texts would be brought in. Nothing was changed.")
        else:
            rate = report.texts / max(seconds, 0.001)
            self.stdout.write(f"{report.texts:,} texts in {seconds:.1f} s ({rate:,.0f} a second).")


def tried(items: Iterator[Item | Fault | LeftOut], bar: "Bar") -> Report:
    """The report of an import that writes nothing."""
    report = Report()
    for item in items:
        if isinstance(item, Fault):
            report.faults.append(item)
        elif isinstance(item, LeftOut):
            report.left_out.append(item)
        else:
            report.take(item)
            report.count(item.kind, "read")
            bar(report.texts, item.source_ref)
    return report


class Bar:
    """How far an import is: a bar on a terminal, else a line now and then."""

    def __init__(self, out: Any, total: int) -> None:
        self.out, self.total = out, max(total, 1)
        self.is_terminal = sys.stderr.isatty()

    def __call__(self, done: int, path: str) -> None:
        if self.is_terminal:
            filled = min(WIDTH, WIDTH * done // self.total)
            bar = "█" * filled + "░" * (WIDTH - filled)
            self.out.write(f"\r{bar} {done:,} of {self.total:,}  {path[-40:]:<40}", ending="")
        elif done % EVERY == 0:
            self.out.write(f"{done:,} of {self.total:,} …")

    def end(self) -> None:
        if self.is_terminal:
            self.out.write("\r" + " " * (WIDTH + 70) + "\r", ending="")
