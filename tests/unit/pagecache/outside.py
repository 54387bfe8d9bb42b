"""Another program that writes into the site's database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connection


@contextmanager
def outside() -> Iterator[Any]:
    """A connection that knows nothing of Django; commits at the end."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings["NAME"])) as found, found:
            yield found
    else:
        import psycopg

        names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT", "password": "PASSWORD"}
        with psycopg.connect(**{key: settings[name] or None for key, name in names.items()}) as found:
            yield found


def sql(statement: str) -> None:
    """One statement through Django's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
