"""What has ended is discarded where the cache does not do that by itself: in the database and in a folder."""

import time

from django.core.cache import caches

from ephemeral.files import Cache as Files
from ephemeral.models import Entry


def discard_ended() -> None:
    """Discard what has ended, also of a cache in the database that is no longer the chosen one."""
    Entry.objects.filter(ends__lte=time.time()).delete()
    chosen = caches["default"]
    if isinstance(chosen, Files):
        chosen.discard_ended()
