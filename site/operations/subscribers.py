"""Sends letters to subscribers for as long as the worker runs: questions, new posts, the posts of a week."""

import logging
import smtplib
import threading
from datetime import datetime

from django.core.mail import get_connection
from django.db import close_old_connections, connection
from django.utils import timezone

from blog import news
from content import delivering, site, subscribing
from content.delivering import STATES
from content.models import Asking, Delivery, SiteSettings
from operations import composing

log = logging.getLogger(__name__)

LOOK_EVERY = 10.0  # seconds
CLEAR_EVERY = 3600.0
MOST = 1000  # letters over one connection
TEMPORARY = range(400, 500)  # RFC 5321 §4.2.1: not now
CLOSING = 421


def run(ended: threading.Event) -> None:
    """Send what there is to send until *ended* is set."""
    cleared = 0.0
    while not ended.wait(LOOK_EVERY):
        close_old_connections()
        now = timezone.now()
        go_round(now, ended)
        if now.timestamp() - cleared > CLEAR_EVERY:
            subscribing.clear_out(now=now)
            delivering.clear_out(now)
            cleared = now.timestamp()
    connection.close()


def go_round(now: datetime, ended: threading.Event | None = None) -> None:
    """Take up what was asked, see what is new, and send what is due, where the site's settings say so."""
    chosen = site.current()
    lost = delivering.find_unanswered(now)
    if lost:
        log.error("%s letters to subscribers were begun; whether they went is unknown.", lost)
    if not chosen.by_mail:
        delivering.look_away()
        return
    for asking in Asking.objects.order_by("pk"):
        subscribing.take_up(asking=asking, now=now)
    delivering.look_out(news.appeared, now)
    delivering.look_back(news.appeared, now)
    _send(delivering.due(now, MOST), chosen, ended or threading.Event())


def _send(letters: list[Delivery], chosen: SiteSettings, ended: threading.Event) -> None:
    """Send *letters* over one connection; at the first one that it fails, the others wait for the next."""
    if not letters:
        return
    server = get_connection()
    try:
        server.open()
    except OSError as fault:  # smtplib's are of this kind too
        delivering.put_off(letters, timezone.now(), f"No mail server: {fault}")
        return
    try:
        for letter in letters:
            if ended.is_set() or not _send_one(letter, chosen, server):
                break
    finally:
        server.close()


def _send_one(letter: Delivery, chosen: SiteSettings, server: object) -> bool:
    """Send *letter*; False where the connection is no good any more."""
    message = composing.message(letter, chosen)
    if message is None:
        delivering.end(letter, STATES.DROPPED, timezone.now(), "There was nothing to tell any more.")
        return True
    if not delivering.begin(letter, timezone.now()):
        return True
    try:
        server.send_messages([message])  # type: ignore[attr-defined]
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        return _refused(letter, *_why(refusal))
    except OSError as fault:
        log.exception("A letter to a subscriber was begun; whether it went is unknown.")
        delivering.end(letter, STATES.UNKNOWN, timezone.now(), f"The connection broke: {fault}")
        return False
    delivering.end(letter, STATES.SENT, timezone.now())
    return True


def _why(refusal: smtplib.SMTPException) -> tuple[int, str]:
    """What the server said instead of taking the letter."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return next((code, said.decode(errors="replace")) for code, said in refusal.recipients.values())
    assert isinstance(refusal, smtplib.SMTPResponseException)
    said = refusal.smtp_error
    return refusal.smtp_code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _refused(letter: Delivery, code: int, said: str) -> bool:
    """The server did not take it: for now, or for good. Then nobody has it, so it may be tried again."""
    if code in TEMPORARY:
        delivering.put_off([letter], timezone.now(), f"{code} {said}")
    else:
        delivering.end(letter, STATES.REFUSED, timezone.now(), f"{code} {said}")
    return code != CLOSING
