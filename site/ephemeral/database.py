"""A cache in the database: values in JSON, and counts that no two processes lose.

Django's own pickles its values, and its ``incr`` reads, adds and writes: that loses counts, and opens the
window anew.
"""

import json
import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import Error, connection, transaction
from django.db.models import Q

from ephemeral.away import away_means

TABLE = "ephemeral_entry"
# One statement each, so that whoever comes second in the same moment finds what the first one left.
SET = f"""
    INSERT INTO {TABLE} (key, value, ends) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends = excluded.ends"""  # noqa: S608
ADD = f"{SET} WHERE {TABLE}.ends <= %s"
INCREASE = f"""
    UPDATE {TABLE} SET value = CAST(CAST(value AS bigint) + %s AS text)
    WHERE key = %s AND (ends IS NULL OR ends > %s) RETURNING value"""  # noqa: S608


@away_means(Error)
class Cache(BaseCache):
    """The default database's table of entries; the worker discards those that have ended."""

    def __init__(self, location: Any, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        from ephemeral.models import Entry  # not before the apps are there

        made = {self.make_and_validate_key(key, version=version): key for key in keys}
        is_young = Q(ends=None) | Q(ends__gt=time.time())
        with transaction.atomic():  # what fails here breaks nobody's transaction
            found = list(Entry.objects.filter(is_young, key__in=made).values_list("key", "value"))
        return {made[key]: json.loads(value) for key, value in found}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._do(SET, [*self._row(key, value, timeout, version)])

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._do(ADD, [*self._row(key, value, timeout, version), time.time()]) == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        made = self.make_and_validate_key(key, version=version)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INCREASE, [delta, made, time.time()])
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Nothing is counted under {key!r}.")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        made = self.make_and_validate_key(key, version=version)
        statement = f"UPDATE {TABLE} SET ends = %s WHERE key = %s AND (ends IS NULL OR ends > %s)"  # noqa: S608
        return self._do(statement, [self.get_backend_timeout(timeout), made, time.time()]) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        made = self.make_and_validate_key(key, version=version)
        return self._do(f"DELETE FROM {TABLE} WHERE key = %s", [made]) == 1  # noqa: S608

    def clear(self) -> None:
        self._do(f"DELETE FROM {TABLE}", [])  # noqa: S608

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> tuple[str, str, float | None]:
        made = self.make_and_validate_key(key, version=version)
        return made, json.dumps(value), self.get_backend_timeout(timeout)

    def _do(self, statement: str, values: list[Any]) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
