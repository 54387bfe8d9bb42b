"""Two people at once: a reader and a writer, each in his own thread, stopped at the protocol's steps."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from pagecache import link, pauses

T = TypeVar("T")
ON_THE_WAY = "on the way"
LONGEST = 60  # seconds; more than that is two of them waiting for each other


class Killed(BaseException):
    """The process is no more: nothing that stood behind this line is done."""


class Somebody:
    """A thread with a connection of its own, which can be killed and is then another one."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.thread = ThreadPoolExecutor(1, thread_name_prefix=role)

    def do(self, work: Callable[[], T]) -> T:
        """What *work* returns, done by this person. Raises Killed where he was killed over it."""
        return self.thread.submit(self._until_death, work).result(timeout=LONGEST)

    def _until_death(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except BaseException as error:
            if is_dead():
                raise Killed from error
            raise
        finally:
            if is_dead():
                _be_born_again()

    def leave(self) -> None:
        """Close the connection and end the thread."""
        self.do(connections.close_all)
        self.thread.shutdown()


_dead: set[int] = set()


def is_dead() -> bool:
    """Whether the process that this thread plays was killed."""
    return threading.get_ident() in _dead


def die() -> None:
    """Be killed here. The database notices that the connection is gone; Redis hears nothing more."""
    cut_off()
    _dead.add(threading.get_ident())
    raise Killed


def cut_off() -> None:
    """The database loses this thread's connection."""
    if connection.connection is not None:
        connection.connection.close()


def _be_born_again() -> None:
    cut_off()  # whoever was told of the death may have connected anew on his way out
    _dead.discard(threading.get_ident())
    del connections[connection.alias]


class Stage:
    """Where the protocol stops: what is to happen when the reader or the writer comes to a step."""

    def __init__(self) -> None:
        self.cues: dict[tuple[str, str], Callable[[], object]] = {}

    def cue(self, role: str, step: str, act: Callable[[], object]) -> None:
        """Do *act* once, when *role* comes to *step*."""
        self.cues[role, step] = act

    def is_waiting(self, role: str, step: str) -> bool:
        """Whether nobody has come there yet."""
        return (role, step) in self.cues

    def __call__(self, step: str) -> None:
        role = threading.current_thread().name.partition("_")[0]
        act = self.cues.pop((role, step), None)
        if act and not is_dead():
            act()


People = tuple[Stage, Somebody, Somebody, Somebody]


@contextmanager
def set_up() -> Iterator[People]:
    """The stage, with its reader, its writer and its keeper."""
    stage, reader, writer, keeper = Stage(), Somebody("reader"), Somebody("writer"), Somebody("keeper")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pauses, "hook", stage)
        patched.setattr(link, "ask", _while_alive(link.ask))
        patched.setattr(BaseDatabaseWrapper, "_commit", _seen(BaseDatabaseWrapper._commit, stage))
        connection_created.connect(_spare_the_disk)
        yield stage, reader, writer, keeper
        connection_created.disconnect(_spare_the_disk)
        for each in (reader, writer, keeper):
            each.leave()


def _spare_the_disk(connection: Any, **kwargs: Any) -> None:
    """What is on disk after a power cut is not what is shown here."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA synchronous=OFF" if is_sqlite else "SET synchronous_commit = off")
        if threading.current_thread().name.startswith("keeper"):  # who waits for no lock
            cursor.execute("PRAGMA busy_timeout = 30" if is_sqlite else "SET lock_timeout = 30")


def _while_alive(ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Who is dead asks Redis nothing."""

    def asked(call: Any) -> Any:
        if is_dead():
            raise Killed
        return ask(call)

    return asked


def _seen(commit: Callable[[Any], Any], stage: Stage) -> Callable[[Any], Any]:
    """One more step: the database has committed, and its answer is on the way."""

    def committed(connection: Any) -> Any:
        done = commit(connection)
        stage(ON_THE_WAY)
        return done

    return committed
