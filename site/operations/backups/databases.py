"""A whole database as one file, and such a file as a database again."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection, connections
from django.db.utils import load_backend
from psycopg import sql

from operations.backups.faults import Unusable

ALIAS = "default"
VARIABLES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
TOOLS = "usr/lib/postgresql/*/bin"


@contextmanager
def copied(target: Path) -> Iterator[None]:
    """Write the database as it is at one moment to *target*; inside, this thread reads that moment."""
    if connection.vendor == "sqlite":
        with _copied_sqlite(target):
            yield
    else:
        with _copied_postgresql(target):
            yield


@contextmanager
def _copied_sqlite(target: Path) -> Iterator[None]:
    # In one step: in several, each write in between would make it begin again.
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=-1)
    beside = target.with_name(f"read-{target.name}")  # reading may leave files beside it
    shutil.copyfile(target, beside)
    with instead(NAME=str(beside)):
        yield


@contextmanager
def _copied_postgresql(target: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            # It waits for as long as the tool writes; a server may end whoever waits like that.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            # Quickly rather than as small as can be: it is made every few minutes.
            dump = ["--format=custom", "--compress=1", f"--snapshot={snapshot}"]
            dump += ["--no-owner", "--no-privileges"]
            run_tool("pg_dump", [*dump, f"--file={target}"], connection.settings_dict)
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def brought_back(source: Path, vendor: str) -> Iterator[None]:
    """A database of its own made of the file *source*; inside, this thread reads it. It is gone afterwards.

    Raises Unusable where the file makes none, or the site's database is of another kind than *vendor*.
    """
    check_vendor(vendor)
    if vendor == "sqlite":
        check_sqlite(source)
        with instead(NAME=str(source)):
            yield
    else:
        with _scratch() as settings:
            run_tool("pg_restore", [*RESTORING, "--dbname", settings["NAME"], str(source)], settings)
            with instead(NAME=settings["NAME"]):
                yield


RESTORING = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")


def check_vendor(vendor: str) -> None:
    """Raise Unusable unless the site's database is of the kind *vendor*."""
    if vendor != connection.vendor:
        raise Unusable(
            f"The backup is of a {vendor} database, and DATABASE_URL names a {connection.vendor} one. "
            "Set DATABASE_URL to a database of the backup's kind."
        )


def check_sqlite(path: Path) -> None:
    """Raise Unusable unless *path* is a sound SQLite database."""
    try:
        with closing(sqlite3.connect(path)) as database:
            [verdict] = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unusable(f"The database in the backup is broken: {error}.") from error
    if verdict != "ok":
        raise Unusable(f"The database in the backup is broken: {verdict}.")


@contextmanager
def _scratch() -> Iterator[Mapping[str, Any]]:
    """The settings of an empty database on the site's own server. Raises Unusable where none may be made."""
    settings = connection.settings_dict | {"NAME": f"stet_restored_{uuid4().hex[:12]}"}
    name = sql.Identifier(settings["NAME"])
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Unusable(
                "The database's user may make no database to try the backup in: ALTER ROLE … CREATEDB."
            ) from error
        try:
            yield settings
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@contextmanager
def instead(**changed: Any) -> Iterator[None]:
    """Let this thread's connection be to another database: the site's settings with some *changed*."""
    own = connections[ALIAS]
    settings = own.settings_dict | changed
    connections[ALIAS] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections[ALIAS] = own


def counted() -> dict[str, int]:
    """How many rows each table has that this thread reads."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = int(cursor.fetchone()[0])
    return found


def run_tool(name: str, arguments: list[str], settings: Mapping[str, Any]) -> None:
    """Run one of PostgreSQL's own tools for the database of *settings*. Raises Unusable with what it said."""
    said = subprocess.run(  # noqa: S603 - the tools' own names, arguments of our making
        [_tool(name), *arguments], env=_environment(settings), capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise Unusable(f"{name} failed: {said.stderr.strip() or said.returncode}.")


def _tool(name: str) -> str:
    """The newest of its kind: an older one refuses a newer server."""
    versions = sorted(Path("/").glob(f"{TOOLS}/{name}"), key=lambda path: _number(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise Unusable(f"{name} is not there: install postgresql-client, at least as new as the server.")
    return found


def _number(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0


def _environment(settings: Mapping[str, Any]) -> dict[str, str]:
    """PostgreSQL's own variables, so that no password stands in a list of processes."""
    said = {variable: str(settings[name]) for name, variable in VARIABLES.items() if settings.get(name)}
    return os.environ | said
