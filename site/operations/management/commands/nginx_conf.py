"""``manage.py nginx_conf``: what nginx has to read for this site, printed or put in its place."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import serving


class Command(BaseCommand):
    help = "Prints nginx's configuration for this site, made from its settings and addresses."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="put it where NGINX_CONF says instead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["write"]:
                self.stdout.write(serving.configuration(), ending="")
                return
            serving.write(settings.NGINX_CONF)
        except (serving.NoServer, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{settings.NGINX_CONF} is written: restart nginx, or reload it.")
