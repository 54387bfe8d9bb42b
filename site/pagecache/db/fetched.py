"""Rows that a writing statement returned, taken before its transaction ended.

SQLite does not commit while a statement still has rows to give (``INSERT … RETURNING``), and outside a
transaction it would commit only when the last one is fetched, after the fence is gone.
"""

from collections.abc import Iterator
from typing import Any


class Fetched:
    """A database cursor's face on rows that are here already."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.rows: list[Any] = cursor.fetchall()

    def fetchone(self) -> Any:
        return self.rows.pop(0) if self.rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        taken, self.rows = self.rows[:size], self.rows[size:]
        return taken

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self.rows))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


def fetch_now(wrapper: Any) -> None:
    """Take what *wrapper*'s cursor has to give, and let it give that from memory."""
    if wrapper.cursor.description is not None:
        wrapper.cursor = Fetched(wrapper.cursor)


def restore(wrapper: Any) -> None:
    """Give *wrapper* its own cursor again, before another statement."""
    if isinstance(wrapper.cursor, Fetched):
        wrapper.cursor = wrapper.cursor.cursor
