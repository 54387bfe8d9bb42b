"""Django's SQLite engine, with the page cache's seam."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, schema

from pagecache.db.fenced import Fenced
from pagecache.db.reaching import Reaching
from pagecache.triggers.aside import StepsAside


class SchemaEditor(StepsAside, schema.DatabaseSchemaEditor):
    """Django's, which takes the change log's triggers off a table while it changes the table's shape."""


class Cursor(base.SQLiteCursorWrapper):
    """Django's, which puts a statement that comes again into SQLite's own form once."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return _with_question_marks(query)


@lru_cache(maxsize=512)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(Fenced, Reaching, base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
