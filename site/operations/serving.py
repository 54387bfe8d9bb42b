"""nginx in front of this site: its configuration, made from the settings and Django's addresses."""

import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from machine import nginx, nginx_conf
from media.bucket import bucket_at
from operations import secret_addresses


class NoServer(Exception):
    """There is no nginx on this machine."""


def configuration() -> str:
    """What nginx has to read for the site as it is set up now.

    Raises NoServer where no nginx is installed: it says which modules there are.
    """
    server = nginx.find()
    if not server:
        raise NoServer(f"There is no nginx here: apt-get install {' '.join(nginx.PACKAGES)}")
    return nginx_conf.text(server, _served(), server.modules)


def write(path: Path) -> None:
    """Put the configuration at *path*, whole or not at all, and make the folders that nginx needs.

    Raises NoServer, and OSError where it cannot be written.
    """
    said = configuration()
    nginx_conf.make_folders(Path(settings.VAR))
    new = path.with_name(f"{path.name}.new")
    new.write_text(said, encoding="utf-8")
    os.replace(new, path)  # nginx may be reading it


def is_current(path: Path) -> bool:
    """Whether nginx reads at *path* what it would be told today.

    Raises NoServer.
    """
    return path.read_text(encoding="utf-8") == configuration()


def _served() -> nginx_conf.Served:
    return nginx_conf.Served(
        site_url=settings.SITE_URL,
        port=int(settings.PORT),
        media=Path(settings.MEDIA_ROOT),
        pages_redis=settings.PAGES_REDIS_URL,
        var=Path(settings.VAR),
        certificate=settings.TLS_CERTIFICATE,
        key=settings.TLS_KEY,
        addresses=addresses(),
        web=tuple(settings.WEB_SERVERS),
        listen=settings.LISTEN,
        neighbours=tuple(settings.NEIGHBOURS),
        trusted=tuple(settings.TRUSTED_PROXIES),
        bucket=bucket_at(settings.MEDIA_STORE).address if settings.MEDIA_STORE else "",
    )


def addresses() -> nginx_conf.Addresses:
    """What nginx knows of the site's addresses, from the URLconf."""
    return nginx_conf.Addresses(
        metrics=reverse("metrics"),
        besides=(reverse("front:manifest"), reverse("front:speculation_rules")),
        uploads=(reverse("studio:files"), reverse("studio:bring_file")),
        secrets=secret_addresses.beginnings(),
    )
