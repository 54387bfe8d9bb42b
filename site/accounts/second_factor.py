"""The second factor: whose session has proved it, who must have one, and the guard before every view."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User

MUST_HAVE = {User.Role.EDITOR, User.Role.ADMIN}
# What whoever lacks a second factor may still open: the way to one, and the way out.
OPEN = {
    "account_login",
    "account_reauthenticate",
    "accounts:login",
    "accounts:logout",
    "accounts:once",
    "accounts:password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
}
FIRST = "An editor's account has a second factor. Add one, and the studio opens."

ADVICE = "Your account opens with one factor. Under Account you can add a passkey or an authenticator app."


def is_needed(user: User) -> bool:
    """Whether *user* may work only with a second factor: editors and admins of a public site."""
    return settings.SECOND_FACTOR_REQUIRED and user.rank in MUST_HAVE


def is_advised(user: User) -> bool:
    """Whether *user* would have to have one elsewhere, and has none."""
    if settings.SECOND_FACTOR_REQUIRED or user.rank not in MUST_HAVE:
        return False
    return not Authenticator.objects.filter(user=user).exists()


def is_proved(request: HttpRequest, user: User) -> bool:
    """Whether the second factor of *user* was proved in this very session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def forget(user: User) -> None:
    """Take passkeys, authenticator app and recovery codes from *user*, who has lost them."""
    Authenticator.objects.filter(user=user).delete()


class SecondFactor:
    """Middleware: no view gets a session whose user has a second factor, or needs one, and has not proved it.

    A login asks for it before there is a session at all. This ends the sessions that began before the
    factor was added, or in any other way, and leads those to a factor who need one and have none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the view answer."""
        user = request.user
        if not isinstance(user, User):
            return None
        if user.has_second_factor:
            if not is_proved(request, user):
                auth.logout(request)  # the view then meets nobody, and says what it says to anybody
            return None
        match = request.resolver_match
        if is_needed(user) and match is not None and match.view_name not in OPEN:
            messages.info(request, FIRST)
            return HttpResponseRedirect(reverse("mfa_index"), status=303)
        return None
