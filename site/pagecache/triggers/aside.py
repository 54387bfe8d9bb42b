"""Triggers step aside while their table changes its shape, and come back in the same transaction.

SQLite refuses to drop a column that a trigger names, and silently forgets the triggers of a table that Django
builds anew; PostgreSQL's fail at the next write. The site may be running meanwhile: as the change of shape
and the new triggers are committed together, it never writes to a tracked table unseen.
"""

import re
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from pagecache import changes, hooks, triggers

SHAPED = re.compile(r'\s*(?:ALTER|DROP)\s+TABLE\s+(?:IF\s+EXISTS\s+)?"?(\w+)"?', re.IGNORECASE)


class StepsAside(BaseDatabaseSchemaEditor):
    """Mixed into a database's schema editor."""

    have_stepped_aside = False

    def execute(self, sql: Any, params: Any = ()) -> None:
        found = None if self.collect_sql else SHAPED.match(str(sql))
        if found:
            self._step_aside(found[1])
        super().execute(sql, params)

    def _step_aside(self, table: str) -> None:
        is_log = table == changes.LOG
        if is_log:
            changes.forget_databases()
        gone = triggers.drop(self.connection, "" if is_log else table)  # all of them write to the log
        # A table that had none before may have got the column that it waited for.
        self.have_stepped_aside |= bool(gone) or table in hooks.tracked_tables()

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if exc_type is None and self.have_stepped_aside:
            self._finish_shapes()
            triggers.install(self.connection)
        super().__exit__(exc_type, exc_value, traceback)

    def _finish_shapes(self) -> None:
        """What Django leaves for the end; it shapes tables too."""
        for sql in self.deferred_sql:
            self.execute(sql, None)
        self.deferred_sql.clear()
