"""The worker makes a backup every so many minutes, where the settings say so."""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from operations import backups

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds
AFTER_A_FAULT = 60.0  # seconds until it is tried again


def run(ended: threading.Event) -> None:
    """Make backups when they are due, until *ended* is set."""
    while not ended.wait(LOOK_EVERY):
        if settings.BACKUP_EVERY:
            try:
                keep_when_due()
            except (backups.Unusable, OSError) as error:
                log.error("No backup was made: %s It is tried again in %.0f s.", error, AFTER_A_FAULT)  # noqa: TRY400
                ended.wait(AFTER_A_FAULT)
            finally:
                close_old_connections()


def keep_when_due() -> str:
    """Make a backup if the newest is old enough; returns its name, or "". Raises Unusable, OSError."""
    store = backups.store_at(settings.BACKUP_TO)
    names = backups.whole(store)
    now = timezone.now()
    if names and now - backups.made_at(names[-1]) < timedelta(minutes=settings.BACKUP_EVERY):
        return ""
    name = backups.back_up(store, settings.BACKUP_RECIPIENTS)
    gone = backups.thin(store, timezone.now())
    log.info("Backup %s was made, %d older ones removed.", name, gone)
    return name
