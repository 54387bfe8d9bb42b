"""How django-allauth does things here: our throttle, our cookies, our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import mails, sealing, second_factor, throttling, visits
from accounts.entering import with_cookies
from accounts.models import User

WRONG = "Name and password do not belong together."
TOO_MANY = "Too many wrong guesses. Wait a quarter of an hour, or use a login link."
WRONG_CODE = "This code is not right, or it has been used. The next one comes within half a minute."

SAID = {
    "account/messages/email_confirmation_sent.txt": "A letter is on its way.",
    "account/messages/email_confirmed.txt": "Your e-mail address is confirmed.",
    "account/messages/email_deleted.txt": "The e-mail address is gone.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is off.",
    "mfa/messages/webauthn_added.txt": "The passkey is kept.",
    "mfa/messages/webauthn_removed.txt": "The passkey is gone.",
    "mfa/messages/recovery_codes_generated.txt": "Keep these codes where your telephone is not.",
}


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """Logging in, and what is said about it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "This is not your password.",
        "incorrect_code": WRONG_CODE,
        "duplicate_email": "This is your address already.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: ``authenticate`` counts."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The active user of these credentials, or None. Raises ValidationError after too many guesses."""
        with throttling.guess(throttling.buckets(request, _name(credentials))) as attempt:
            if attempt.is_refused:
                raise self.validation_error("too_many_login_attempts")
            user = super().authenticate(request, **credentials)
            attempt.is_right = user is not None and user.is_active
        return user if attempt.is_right else None

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Sent on, with the cookies of an author; whoever may do much and has one factor hears of it."""
        if second_factor.is_advised(user):
            messages.info(request, second_factor.ADVICE)
        visits.begin(request, user)
        response = super().post_login(request, user, **more)
        response.status_code = 303
        return with_cookies(response, user)

    def is_safe_url(self, url: str) -> bool:
        """Only this very host: others that reach the site are for checks on the machine itself."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the throttle knows it."""
        return throttling.client_address(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; coming in and going out need none."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what changed in it, so that a stranger's change is seen."""
        mails.tell_of_change(user, template_prefix.rpartition("/")[2], email or user.email)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """The letter to a new address, with the link that confirms it."""
        address = emailconfirmation.email_address
        mails.send(
            "confirm",
            address.email,
            user=address.user,
            link=self.get_email_confirmation_url(request, emailconfirmation),
        )


def _name(credentials: dict[str, Any]) -> str:
    """The name that the throttle counts by: the account's own, whether it was asked for by name or e-mail."""
    typed = str(credentials.get("username") or credentials.get("email") or "").strip()
    if "@" not in typed:
        return typed
    known = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
    return known or typed


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, and what is said about them."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_label(self, user: User) -> str:
        """How the account is called in an authenticator app."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """The key of an app, or the seed of recovery codes, as the database keeps it."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The same as it was."""
        return sealing.unseal(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - the library's word
        """What a new passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"
