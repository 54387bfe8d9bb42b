"""The letters that the site writes: one template a letter, its first line the subject."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import User

log = logging.getLogger(__name__)

CHANGES = {
    "totp_activated": "An authenticator app was set up for your account.",
    "totp_deactivated": "The authenticator app of your account was turned off.",
    "webauthn_added": "A passkey was added to your account.",
    "webauthn_removed": "A passkey was taken from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account; the old ones are void.",
    "email_changed": "The e-mail address of your account was changed.",
    "password_changed": "The password of your account was changed.",
}


def send(name: str, to: str, **context: Any) -> bool:
    """Send the letter ``mails/<name>.txt`` to the address *to*, and say whether the server for mail took it.

    What the letter tells of is done already, so a server that does not answer undoes nothing: it is logged.
    """
    text = render_to_string(f"mails/{name}.txt", context | {"site_url": settings.SITE_URL}, using="jinja2")
    subject, _, body = text.strip().partition("\n")
    try:
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [to])
    except OSError:
        log.exception("The letter “%s” could not be sent.", name)
        return False
    return True


def tell_of_change(user: User, change: str, to: str) -> None:
    """Tell *user* what was changed in the account, where there is an address to tell it to."""
    if to and change in CHANGES:
        send("change", to, user=user, what=CHANGES[change])
