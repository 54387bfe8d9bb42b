"""What the world meets: the address, its certificate, the assets, letters, people, backups."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks.security.base import check_secret_key
from django.core.mail import get_connection
from django.utils import timezone

from accounts import mails
from accounts.models import User
from content.models import Delivery
from operations import backups, serving
from operations.doctor.findings import Finding, remark
from operations.doctor.stores import with_database

SOON = timedelta(days=14)  # a certificate that ends sooner was not renewed
OLDEST_BACKUP = timedelta(days=2)
PATIENCE = 5.0  # seconds


def address() -> Iterator[Finding]:
    """The site is meant for the public as it is set up."""
    if settings.DEBUG:
        yield Finding("DEBUG is on.", "Set DEBUG=0 where others can reach the site.")
    if not settings.IS_HTTPS and not settings.IS_LOCAL:
        yield Finding("The site's address is not https.", "Get a certificate, then set SITE_URL=https://…")


def secret_key() -> Iterator[Finding]:
    """Nobody guesses the key that seals sessions and links."""
    for _ in check_secret_key(None):
        yield Finding("SECRET_KEY can be guessed.", "Set another one in .env: openssl rand -hex 32")


def hosts() -> Iterator[Finding]:
    """The site answers to its own name, and to no others."""
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("The site answers to any name.", "Take * out of ALLOWED_HOSTS.")
    elif urlsplit(settings.SITE_URL).hostname not in settings.ALLOWED_HOSTS:
        yield Finding("The site refuses its own name.", "Put the host of SITE_URL into ALLOWED_HOSTS.")


def server() -> Iterator[Finding]:
    """nginx reads what it would be told today."""
    level = remark if settings.IS_LOCAL else Finding
    mend = "manage.py nginx_conf --write, then systemctl reload stet-nginx."
    try:
        if not serving.is_current(settings.NGINX_CONF):
            yield level(f"{settings.NGINX_CONF} is not of these settings and this release.", mend)
    except serving.NoServer as error:
        yield remark(str(error), "Nothing is to be done where nginx runs on another machine.")
    except OSError as error:
        yield level(f"What nginx reads cannot be read: {error}.", mend)


def proxies() -> Iterator[Finding]:
    """What counts guesses and letters by where they come from hears the readers' own addresses."""
    if any(ip_network(each).prefixlen == 0 for each in settings.TRUSTED_PROXIES):
        yield Finding("Anybody may say where he comes from.", "Name only your own in TRUSTED_PROXIES.")
    if settings.IS_HTTPS and not settings.TLS_CERTIFICATE and not settings.TRUSTED_PROXIES:
        yield remark(
            "Where another server ends TLS, all readers seem to come from there, and are throttled as one.",
            "Name it in TRUSTED_PROXIES, then nginx_conf --write. (Not where nginx ends it elsewhere.)",
        )


def certificate() -> Iterator[Finding]:
    """The certificate is right, and will be for a while."""
    if not settings.IS_HTTPS or settings.IS_LOCAL:
        return
    at = urlsplit(settings.SITE_URL)
    try:
        ends = _ends(at.hostname or "", at.port or 443)
    except ssl.SSLError as error:
        yield Finding(f"The certificate of {at.hostname} is not right: {error}.", "Renew it: certbot renew")
    except OSError as error:
        yield Finding(
            f"{at.hostname} cannot be reached: {error}.", "Does its name lead here, and does nginx run?"
        )
    else:
        if ends - timezone.now() < SOON:
            yield Finding(f"The certificate ends on {ends:%d %B %Y}.", "Renew it: certbot renew")


def assets() -> Iterator[Finding]:
    """The assets were made ready."""
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding("The assets were not made ready.", "manage.py release, then restart web and worker.")


def letters() -> Iterator[Finding]:
    """Mail goes out."""
    if not mails.go_anywhere():
        if not settings.IS_LOCAL:
            yield Finding(
                "Letters are only printed to the log.", "Set EMAIL_URL=smtp://user:password@host:587."
            )
        return
    mail = get_connection(timeout=PATIENCE)
    try:
        mail.open()
        mail.close()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            f"The mail server does not take letters: {error}.", "Look at EMAIL_URL and the mail server."
        )


@with_database
def subscribers() -> Iterator[Finding]:
    """Of each letter to a subscriber it is known whether it went."""
    unknown = Delivery.objects.filter(state=Delivery.State.UNKNOWN).count()
    if unknown:
        yield remark(
            f"Nobody knows whether letters to subscribers went: {unknown}.", "Decide in the studio, By mail."
        )


@with_database
def people() -> Iterator[Finding]:
    """Somebody can log in, and editors with two factors."""
    if not User.objects.filter(is_active=True).exists():
        yield Finding("Nobody can log in.", "manage.py login_link makes the first account.")
    if settings.IS_HTTPS and not settings.SECOND_FACTOR_REQUIRED:
        yield remark(
            "Editors need no second factor.", "Take SECOND_FACTOR_REQUIRED=0 out of the environment."
        )


def kept() -> Iterator[Finding]:
    """Backups: whether there are any, how old the newest is, and whether others can read them."""
    try:
        names = backups.whole(backups.store_at(settings.BACKUP_TO))
    except (backups.Unusable, OSError) as error:
        yield Finding(f"The place for backups cannot be used: {error}", "Look at BACKUP_TO.")
        return
    level = remark if settings.IS_LOCAL else Finding
    if not names:
        yield level(
            "There is no backup.", "manage.py backup, and BACKUP_EVERY for the worker (docs/backups.md)."
        )
    elif timezone.now() - backups.made_at(names[-1]) > OLDEST_BACKUP:
        yield level(
            f"The newest backup is of {backups.made_at(names[-1]):%d %B %Y}.", "Is the worker running?"
        )
    if names and not settings.BACKUP_RECIPIENTS:
        yield remark(
            "Whoever reads the place of the backups reads all.", "Set BACKUP_RECIPIENTS to a key of age."
        )


def _ends(host: str, port: int) -> datetime:
    """When the certificate at *host* ends. Raises OSError, of which ssl.SSLError is one."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), PATIENCE) as wire,
        context.wrap_socket(wire, server_hostname=host) as tls,
    ):
        said = tls.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(said["notAfter"])), UTC)
