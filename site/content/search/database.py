"""Which of the two databases it is."""

from types import ModuleType

from django.db import connection

from content.search import postgresql, sqlite


def dialect() -> ModuleType:
    """The module that speaks to this database. Raises KeyError for one that has no full-text search here."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
