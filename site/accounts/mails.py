"""The letters that the site writes: one template a letter, its first line the subject."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import sealing
from accounts.models import Letter, User

CHANGES = {
    "totp_activated": "An authenticator app was set up for your account.",
    "totp_deactivated": "The authenticator app of your account was turned off.",
    "webauthn_added": "A passkey was added to your account.",
    "webauthn_removed": "A passkey was taken from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account; the old ones are void.",
    "email_changed": "The e-mail address of your account was changed.",
    "password_changed": "The password of your account was changed.",
}


def go_anywhere() -> bool:
    """Whether a mail server takes what the site writes; else it stands in the log."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def send(name: str, to: str, **context: Any) -> None:
    """Lay the letter ``mails/<name>.txt`` to the address *to* into the outbox; the worker posts it."""
    text = render_to_string(f"mails/{name}.txt", context | {"site_url": settings.SITE_URL}, using="jinja2")
    now = timezone.now()
    Letter.objects.create(to=to, text=sealing.seal(text.strip()), made_at=now, due_at=now)


def tell_of_change(user: User, change: str, to: str) -> None:
    """Tell *user* what was changed in the account, where there is an address to tell it to."""
    if to and change in CHANGES:
        send("change", to, user=user, what=CHANGES[change])
