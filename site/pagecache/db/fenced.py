"""The seam with the database: what a transaction changed is fenced just before COMMIT, and lifted just after.

Django has no hook before a commit; the outermost ``atomic`` ends in ``_commit()``, so that is where it is.
Whatever leaves ``_commit()`` before the database has committed must be a DatabaseError: anything else skips
Django's rollback, and on SQLite the rows would be committed all the same.
"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import changes, consequences, fence, hooks, link, pauses, recorder, renders
from pagecache.db.fetched import fetch_now, restore
from pagecache.db.statements import EVERYTHING, is_write, written_table

# Two commits at once could each miss what the other does to a list: tags are found one after the other. What
# COMMIT would check is checked before, for it may wait for somebody who waits for this lock.
ONE_AT_A_TIME = "SET CONSTRAINTS ALL IMMEDIATE; SELECT pg_advisory_xact_lock(7371748)"


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
        """Note what each statement reads and changes. A write outside a transaction is put into one."""
        restore(context["cursor"])
        statement = sql if isinstance(sql, str) else str(sql)
        if renders.current():
            recorder.statement(statement)
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
        self._raise_fence()
        # Failing here leaves the fence: only a rollback that succeeds tells that nothing was committed.
        done = super()._commit()  # type: ignore[misc]  # the engine has it
        self.is_dirty = False
        lifted, self.fence = self.fence, None
        if lifted:
            lifted.lift_after_commit()
        return done

    def _raise_fence(self) -> None:
        """Raises DatabaseError, and nothing else that leaves the transaction open."""
        try:
            found = self._consequences()
            if found.tags or found.is_epoch:
                self.fence = fence.raise_before(self, found)
        except DatabaseError:
            raise
        except Exception as error:
            raise DatabaseError(f"what a commit means for kept pages cannot be told: {error!r}") from error
        except BaseException:  # the process is asked to stop
            self._rollback()
            raise

    def _consequences(self) -> consequences.Consequences:
        if not link.is_configured():
            hooks.heed(changes.take(self))  # nobody else will ask for them
            return consequences.Consequences(frozenset())
        if self.vendor == "postgresql":
            with self.cursor() as cursor:
                cursor.execute(ONE_AT_A_TIME)
        taken = changes.take(self)
        hooks.heed(taken)
        pauses.at(pauses.TAKEN)
        return consequences.of(taken)

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
