"""Django's PostgreSQL engine, with the page cache's seam."""

from django.db.backends.postgresql import base, schema

from pagecache.db.fenced import Fenced
from pagecache.db.reaching import Reaching
from pagecache.triggers.aside import StepsAside


class SchemaEditor(StepsAside, schema.DatabaseSchemaEditor):
    """Django's, which takes the change log's triggers off a table while it changes the table's shape."""


class DatabaseWrapper(Fenced, Reaching, base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
