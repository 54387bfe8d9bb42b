"""The public render that is going on: its time, what it was made of, and what it must not hide."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Render:
    """One run of a public view."""

    now: datetime
    began: float = field(default_factory=time.perf_counter)  # seconds
    ended: float = 0.0  # in seconds of the same clock, once it has
    until: datetime | None = None  # the answer changes then
    wrote: bool = False  # it wrote to the database
    personal: str = ""  # what it asked about the person, if it did
    tags: set[str] = field(default_factory=set)  # what it was made of
    statements: int = 0  # that it asked the database
    untracked: str = ""  # a table that it read and no tag can account for
    is_accounted: bool = False  # statements that run now have their tags
    leaves_rows: bool = True  # rows that are loaded now leave their own


_current: ContextVar[Render | None] = ContextVar("pagecache_render", default=None)


def current() -> Render | None:
    """The render going on in this thread, or None outside public views."""
    return _current.get()


@contextmanager
def going_on(render: Render) -> Iterator[Render]:
    """Make *render* the current one."""
    token = _current.set(render)
    try:
        yield render
    finally:
        _current.reset(token)


def note_write() -> None:
    """A statement that writes was run; a render that did this is not kept."""
    render = _current.get()
    if render:
        render.wrote = True
