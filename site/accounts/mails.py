"""The letters that the site writes: one template a letter, its first line the subject."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import User

CHANGES = {
    "totp_activated": "An authenticator app was set up for your account.",
    "totp_deactivated": "The authenticator app of your account was turned off.",
    "webauthn_added": "A passkey was added to your account.",
    "webauthn_removed": "A passkey was taken from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account; the old ones are void.",
    "email_changed": "The e-mail address of your account was changed.",
    "password_changed": "The password of your account was changed.",
}


def send(name: str, to: str, **context: Any) -> None:
    """Send the letter ``mails/<name>.txt`` to the address *to*."""
    text = render_to_string(f"mails/{name}.txt", context | {"site_url": settings.SITE_URL}, using="jinja2")
    subject, _, body = text.strip().partition("\n")
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [to])


def tell_of_change(user: User, change: str, to: str) -> None:
    """Tell *user* what was changed in the account, where there is an address to tell it to."""
    if to and change in CHANGES:
        send("change", to, user=user, what=CHANGES[change])
