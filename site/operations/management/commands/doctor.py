"""``manage.py doctor``: one page of what is wrong, and how each of it is mended; fails where something is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.doctor import CHECKS, Finding


class Command(BaseCommand):
    help = "Says what is wrong with this installation, and how it is mended."
    requires_system_checks = ()  # what they refuse is told here, with the rest

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for subject, checks in CHECKS.items():
            found = [finding for check in checks for finding in check()]
            wrong += sum(finding.is_wrong for finding in found)
            self.stdout.write(f"{subject}: {'in order' if not found else ''}".rstrip())
            for finding in found:
                self._say(finding)
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")
        self.stdout.write("Nothing is wrong.")

    def _say(self, finding: Finding) -> None:
        mark = self.style.ERROR("✗") if finding.is_wrong else self.style.WARNING("·")
        self.stdout.write(f"  {mark} {finding.what}\n    {finding.mend}")
