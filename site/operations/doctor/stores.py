"""What keeps the site's words and pages: the database and both Redis."""

from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

import ephemeral
from content import rerendering
from content.models import SearchDue
from operations.doctor.findings import Check, Finding, remark
from operations.doctor.machine import OLDEST_POSTGRESQL
from pagecache import link, starting, store, triggers
from pagecache.build import current_build

PLACES = {
    "ephemeral.memcached.Cache": "Memcached",
    "ephemeral.database.Cache": "the database",
    "ephemeral.files.Cache": "a folder",
}
MOST_WAITING = 5_000  # texts that search has not looked at yet


def with_database(check: Check) -> Check:
    """*check*, which is silent where no database answers: ``answers`` says so once."""

    @wraps(check)
    def checked() -> Iterator[Finding]:
        try:
            yield from list(check())
        except Error:
            return

    return checked


def answers() -> Iterator[Finding]:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        yield Finding(
            f"The database does not answer: {error}".strip(), "Is it running, and is DATABASE_URL right?"
        )


@with_database
def version() -> Iterator[Finding]:
    """PostgreSQL is new enough."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
        if number < OLDEST_POSTGRESQL:
            yield Finding(f"PostgreSQL {number // 10_000} is too old.", "Use PostgreSQL 14 or newer.")


@with_database
def kind() -> Iterator[Finding]:
    """SQLite lets people read while others write."""
    if connection.vendor == "sqlite" and not settings.IS_LOCAL:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            [mode] = cursor.fetchone()
        if mode not in {"wal", "memory"}:
            yield Finding(
                f"SQLite's journal is {mode}: readers wait for whoever writes.",
                "Put the database on a disk of this machine's own; SQLite cannot be used over a network.",
            )


@with_database
def migrations() -> Iterator[Finding]:
    """The tables have the shape of this release."""
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        yield Finding(f"{len(due)} migrations are due.", "manage.py release, then restart web and worker.")


@with_database
def change_log() -> Iterator[Finding]:
    """The triggers that tell of changes are in place."""
    wrong = triggers.verify(connection) if triggers.are_known_for(connection) else []
    if wrong:
        yield Finding(
            f"Changes from outside are not all seen: {'; '.join(wrong)}.",
            "manage.py migrate puts the triggers back, and so does the worker within a minute.",
        )


@with_database
def waiting() -> Iterator[Finding]:
    """Search is not far behind."""
    due = SearchDue.objects.count()
    if due > MOST_WAITING:
        yield Finding(
            f"Search has not looked at {due:,} texts yet.", "Is the worker running? manage.py reindex"
        )


@with_database
def renderer() -> Iterator[Finding]:
    """All texts are rendered as this release does it."""
    due = rerendering.due()
    if due:
        yield remark(
            f"Texts that are as an older release rendered them: {due:,}.",
            "The worker renders them anew, a few at a time; manage.py rerender does it now.",
        )


def pages_redis() -> Iterator[Finding]:
    """The Redis for pages is fit for them."""
    if not link.is_configured():
        yield remark("There is no Redis for pages: every answer is rendered.", "Set PAGES_REDIS_URL.")
        return
    try:
        starting.refuse_unfit_policy()
        memory = link.info("memory")
    except starting.Unfit as error:
        yield Finding(str(error), f"CONFIG SET maxmemory-policy {starting.POLICY}")
        return
    except link.Away as error:
        yield Finding(
            f"The pages' Redis does not answer: {error}", "Is it running, and is PAGES_REDIS_URL right?"
        )
        return
    if not memory.get("maxmemory"):
        yield Finding("The pages' Redis may take all memory there is.", "CONFIG SET maxmemory 256mb")
    saving = link.ask(lambda redis: redis.config_get("save")).get("save")
    if saving:
        yield Finding(f"The pages' Redis writes pages to disk (save {saving}).", 'CONFIG SET save ""')


def cache() -> Iterator[Finding]:
    """What is remembered for a while finds a place, whichever it is."""
    if _is_redis("default"):
        yield from general_redis()
        return
    name, why = PLACES.get(settings.CACHES["default"]["BACKEND"], "this process"), ephemeral.refusal()
    if why:
        yield Finding(f"The cache, {name}, does not answer: {why}", "Is CACHE_URL right?")
    else:
        yield remark(f"The cache is {name}: /metrics counts each process by itself.", "CACHE_URL=redis:")


def general_redis() -> Iterator[Finding]:
    """The other Redis forgets nothing, and is another one."""
    try:
        said: dict[str, Any] = caches["default"].client.get_client().info()  # type: ignore[attr-defined]
    except (RedisError, OSError) as error:
        yield Finding(f"The general Redis does not answer: {error}", "Is it running, and is REDIS_URL right?")
        return
    if said.get("run_id") == _run_id():
        yield Finding(
            "Both aliases are one Redis.",
            "Give the pages an instance of their own: PAGES_REDIS_URL, REDIS_URL.",
        )
    elif said.get("maxmemory_policy") != "noeviction":
        yield Finding(
            f"The general Redis forgets things ({said.get('maxmemory_policy')}).",
            "CONFIG SET maxmemory-policy noeviction",
        )


def keeper() -> Iterator[Finding]:
    """Somebody vouches for kept pages, and they are of this release."""
    if not link.is_configured():
        return
    try:
        is_vouched_for = link.ask(lambda redis: redis.exists(store.FRESH))
        build = store.standing_build()
    except link.Away:
        return
    if not is_vouched_for:
        yield Finding(
            "No kept page is trusted: nobody vouches for them.", "Is the worker running? manage.py work"
        )
    if build and build != current_build():
        yield remark(
            "The kept pages are another release's.", "Restart web and worker if this one is to stay."
        )


def routes() -> Iterator[Finding]:
    """nginx has its table of the routes."""
    if not (Path(settings.VAR) / "routes.lua").is_file():
        yield Finding("nginx has no table of the routes.", "manage.py release writes it; then reload nginx.")


def _is_redis(alias: str) -> bool:
    return bool(settings.CACHES.get(alias, {}).get("BACKEND", "").startswith("django_redis"))


def _run_id() -> object:
    try:
        return link.info("server").get("run_id") if link.is_configured() else None
    except link.Away:
        return None
