"""Django's SQLite engine, with the page cache's seam."""

from django.db.backends.sqlite3 import base

from pagecache.db.fenced import Fenced


class DatabaseWrapper(Fenced, base.DatabaseWrapper):
    pass
