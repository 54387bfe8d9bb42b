"""Whether the process lives, and whether what it stands on answers. Private: never kept, never cached."""

import os
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

import ephemeral
from media.room import LEAST_FREE, free_at
from pagecache import figures, link


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """What each thing under the site says. Only a lost database makes it unready.

    Without Redis, keeper or room for what is new it still serves, more slowly or without saving.
    """
    states = {
        "database": _database(),
        "pages": _pages(),
        "cache": "down" if ephemeral.refusal() else "ok",
        "keeper": _keeper(),
        "disk": _disk(),
    }
    return JsonResponse(states, status=200 if states["database"] == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "ok"


def _pages() -> str:
    if "pages" not in settings.CACHES:
        return "absent"
    try:
        caches["pages"].client.get_client().ping()  # type: ignore[attr-defined]
    except (RedisError, OSError):
        return "down"
    return "ok"


def _keeper() -> str:
    """Whether anybody vouches for kept pages."""
    if not link.is_configured():
        return "absent"
    try:
        return "ok" if figures.of_this_moment().fresh else "away"
    except link.Away:
        return "unknown"


def _disk() -> str:
    """Whether what somebody saves or uploads finds room."""
    for folder in (Path(settings.VAR), Path(settings.MEDIA_ROOT)):
        if folder.exists() and not os.access(folder, os.W_OK):
            return "read-only"
        if folder.exists() and free_at(folder) < LEAST_FREE:
            return "full"
    return "ok"
