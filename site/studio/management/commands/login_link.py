"""``manage.py login_link``: a way in for whoever stands at the machine."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links, second_factor
from accounts.models import User
from content.actors import SITE
from content.configuring import introduce

FIRST = "admin"


class Command(BaseCommand):
    """Print an address that logs one account in, once and within a day."""

    help = (
        "Print a one-time login address. Without accounts it makes the first one, an admin. "
        "Whoever has the address can log in with it for 24 hours."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", metavar="NAME", help="the account's name; else the first admin's")

        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="take passkeys, authenticator app and recovery codes from the account: they are lost",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        user = _account(options["user"])
        if options["forget_second_factor"]:
            second_factor.forget(user)
        token = links.issue(user, timezone.now())
        return settings.SITE_URL + reverse("accounts:once", args=[token])


def _account(name: str | None) -> User:
    """The account to log in; the first one is made. Raises CommandError where *name* is nobody's."""
    if not User.objects.exists():
        return _first(name or FIRST)
    if name is None:
        admins = User.objects.filter(is_active=True, is_superuser=True)
        user = admins.order_by("pk").first()
        if user is None:
            raise CommandError("There is no active admin. Name an account: login_link --user NAME")
        return user
    try:
        return User.objects.get(username=name, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"There is no active account named {name}.") from None


@transaction.atomic
def _first(name: str) -> User:
    user = User(username=name, role=User.Role.ADMIN, is_staff=True, is_superuser=True)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    introduce(actor=SITE, user=user, name=name.title())
    return user
