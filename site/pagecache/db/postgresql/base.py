"""Django's PostgreSQL engine, with the page cache's seam."""

from django.db.backends.postgresql import base

from pagecache.db.fenced import Fenced


class DatabaseWrapper(Fenced, base.DatabaseWrapper):
    pass
