"""The seam with the database: what a transaction changed is fenced just before COMMIT, and lifted just after.

Django has no hook before a commit; the outermost ``atomic`` ends in ``_commit()``, so that is where it is.
Whatever leaves ``_commit()`` must be a DatabaseError: anything else skips Django's rollback, and on SQLite
the rows would be committed all the same. So a fence that cannot be raised is written down (``Outbox``).
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import fence, hooks, renders
from pagecache.db.fetched import fetch_now, restore
from pagecache.db.statements import EVERYTHING, is_write, written_table


class Fenced(BaseDatabaseWrapper):
    """Mixed into a database engine: no commit that readers could see goes by unnoticed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_dirty = False
        self.fence: fence.Fence | None = None
        self.execute_wrappers.append(self._watch)

    def _watch(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Note what each statement changes. One outside a transaction is put into one, to be fenced."""
        restore(context["cursor"])
        statement = sql if isinstance(sql, str) else str(sql)
        if is_write(statement):
            renders.note_write()
            if self._is_tracked(statement):
                return self._write(execute, sql, params, many, context)
        return execute(sql, params, many, context)

    def _write(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if not self.autocommit:
            self.is_dirty = True
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            self.is_dirty = True
            result = execute(sql, params, many, context)
            fetch_now(context["cursor"])
            return result

    def _is_tracked(self, statement: str) -> bool:
        table = written_table(statement)
        return table == EVERYTHING or table in hooks.tracked_tables()

    def _commit(self) -> Any:
        if not self.is_dirty:
            return super()._commit()  # type: ignore[misc]  # the engine has it
        self.is_dirty = False
        self.fence = fence.raise_before(self)
        # Failing here leaves the fence: only a rollback that succeeds tells that nothing was committed.
        done = super()._commit()  # type: ignore[misc]  # the engine has it
        lifted, self.fence = self.fence, None
        lifted.lift_after_commit(self)
        return done

    def _rollback(self) -> Any:
        done = super()._rollback()  # type: ignore[misc]  # the engine has it
        self.is_dirty = False
        dropped, self.fence = self.fence, None
        if dropped:
            dropped.drop()
        return done

    def connect(self) -> None:
        """A new connection has written nothing; a fence whose outcome is unknown stays in Redis."""
        self.is_dirty, self.fence = False, None
        super().connect()
