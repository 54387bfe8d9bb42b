"""Whether the process lives, and whether what it stands on answers. Private: never kept, never cached."""

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """What each thing under the site says. It serves without Redis: only a lost database makes it unready."""
    states = {"database": _database(), "pages": _redis("pages"), "redis": _redis("default")}
    return JsonResponse(states, status=200 if states["database"] == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "ok"


def _redis(alias: str) -> str:
    if not settings.CACHES.get(alias, {}).get("BACKEND", "").startswith("django_redis"):
        return "absent"
    try:
        caches[alias].client.get_client().ping()  # type: ignore[attr-defined]
    except (RedisError, OSError):
        return "down"
    return "ok"
