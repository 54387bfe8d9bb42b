"""What has to be done once, and alone, before a new version of the site answers."""

import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.resealing import reseal_all
from content import rerendering
from content.models import LogEntry
from operations import assets
from pagecache import route_table

Say = Callable[[str], None]


def release(say: Say, *, is_first_run: bool = False) -> None:
    """Bring the database and the assets to this version, a line on each by *say*.

    With *is_first_run* a site that nobody ever wrote anything on gets the demo too.
    """
    _make_folders()
    _step(say, "database", migrate)
    _close_to_others()
    _step(say, "secrets", reseal_all)
    _step(say, "texts", _count_old_texts)
    _step(say, "assets", assets.make_ready)
    _step(say, "routes for nginx", _write_routes)
    if is_first_run and not LogEntry.objects.exists():
        _step(say, "demo content", _write_demo)


def migrate() -> str:
    """Apply the migrations that are due; returns how many there were."""
    executor = MigrationExecutor(connection)
    due = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not due:
        return "unchanged"
    call_command("migrate", interactive=False, verbosity=0)
    return f"{due} migrations"


def _close_to_others() -> None:
    """SQLite's file holds drafts, addresses and secrets; what it puts beside it has the same rights."""
    if connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).is_file():
        Path(connection.settings_dict["NAME"]).chmod(0o640)


def _make_folders() -> None:
    for folder in (settings.VAR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)


def _write_routes() -> str:
    """nginx reads them when it starts, and when pages of another release turn up."""
    return f"{route_table.write(Path(settings.VAR) / 'routes.lua')} public"


def _count_old_texts() -> str:
    """Nobody waits for them here: the worker renders them anew, and until then they are as they were."""
    number = rerendering.due()
    return f"{number:,} are rendered anew by the worker" if number else "all of this renderer"


def _write_demo() -> str:
    """With its renditions: what somebody sees first does not change under his eyes."""
    call_command("demo", verbosity=0)
    call_command("renditions", stdout=StringIO())
    return ""


def _step(say: Say, name: str, do: Callable[[], str]) -> None:
    started = time.monotonic()
    note = do()
    seconds = f"{time.monotonic() - started:.1f} s"
    say(f"  {name} … {seconds} ({note})" if note else f"  {name} … {seconds}")
