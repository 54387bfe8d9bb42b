"""The site's database, given up for another."""

import shutil
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from operations.backups import databases


def is_empty() -> bool:
    """Whether the site's database holds nothing that anybody would miss."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return not tables or not any(
        rows
        for name, rows in databases.counted().items()
        if name.startswith(("blog_", "pages_", "accounts_user"))
    )


def replace_database(source: Path) -> None:
    """Let the site's database be what *source* holds, in this release's shape. No kept page is valid then."""
    if connection.vendor == "sqlite":
        _replace_sqlite(source)
    else:
        _replace_postgresql(source)
    call_command("migrate", interactive=False, verbosity=0)  # which ends every kept page too


def _replace_sqlite(source: Path) -> None:
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in (target, *(target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm"))):
        if path.exists():
            path.replace(path.with_name(f"{path.name}.before"))  # until the next time
    half = target.with_name(f".{target.name}.half")
    shutil.copyfile(source, half)
    half.replace(target)


def _replace_postgresql(source: Path) -> None:
    settings = connection.settings_dict
    connection.close()
    arguments = [*databases.RESTORING, "--clean", "--if-exists", "--dbname", settings["NAME"], str(source)]
    databases.run_tool("pg_restore", arguments, settings)
