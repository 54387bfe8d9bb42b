"""What the worker does with letters: writes those that were asked for, and posts all that wait.

No request does either: how long it took would tell a stranger whether an address has an account, and a
server for mail that does not answer would hold up whoever wrote.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from accounts import links, mails, sealing
from accounts.models import AskedLink, Letter, User

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)  # before a letter is tried again; each time twice as long
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=1)  # by then a login link is void


def answer_asked(now: datetime) -> None:
    """Write to whoever asked for a login link."""
    for asked in AskedLink.objects.order_by("pk"):
        if AskedLink.objects.filter(pk=asked.pk).delete()[0]:  # of two workers one answers
            _send_link(asked.email, now)


def _send_link(email: str, now: datetime) -> None:
    """Where one active account has this address; of several, none could be told from the others."""
    users = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    if len(users) == 1:
        link = settings.SITE_URL + reverse("accounts:once", args=[links.issue(users[0], now)])
        mails.send("login_link", users[0].email, user=users[0], link=link)


def post_due(now: datetime) -> None:
    """Post the letters whose time has come at *now*."""
    for letter in Letter.objects.filter(due_at__lte=now).order_by("pk"):
        if _claim(letter, now):
            _post(letter, now)


def _claim(letter: Letter, now: datetime) -> bool:
    """Put the next try off; of two workers one may post it. No transaction waits for the server for mail."""
    pause = min(FIRST_PAUSE * 2**letter.tries, LONGEST_PAUSE)
    mine = Letter.objects.filter(pk=letter.pk, tries=letter.tries)
    return mine.update(due_at=now + pause, tries=letter.tries + 1) == 1


def _post(letter: Letter, now: datetime) -> None:
    subject, _, body = sealing.unseal(letter.text).partition("\n")
    try:
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [letter.to])
    except OSError:  # smtplib's faults are of this kind too
        if now - letter.made_at < GIVEN_UP_AFTER:
            log.warning("A letter could not be posted; it is tried again.", exc_info=True)
            return
        log.exception("A letter could not be posted for a day; it is given up.")
    Letter.objects.filter(pk=letter.pk).delete()
