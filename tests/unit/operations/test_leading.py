"""Of several workers one has the duties, and another when that one is gone."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from operations import leading

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds


class Worker:
    """One that could have the duties, and says when it has."""

    def __init__(self) -> None:
        self.ended, self.has_them, self.had_them = threading.Event(), threading.Event(), threading.Event()
        self.thread = threading.Thread(target=leading.in_turn, args=(self.ended, self._do))
        self.thread.start()

    def _do(self, over: threading.Event) -> None:
        self.has_them.set()
        over.wait()
        self.had_them.set()

    def end(self) -> None:
        self.ended.set()
        self.thread.join(PATIENCE)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leading, "LOOK_EVERY", 0.02)
    begun: list[Worker] = []

    def begin() -> Worker:
        begun.append(Worker())
        return begun[-1]

    yield begin
    for worker in begun:
        worker.end()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is one machine's")
def test_a_second_waits_until_the_first_is_gone(workers: Callable[[], Worker]) -> None:
    first = workers()
    assert first.has_them.wait(PATIENCE)
    second = workers()
    assert not second.has_them.wait(0.3)
    first.end()
    assert second.has_them.wait(PATIENCE)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is one machine's")
def test_whoever_loses_the_lock_stops(workers: Callable[[], Worker]) -> None:
    first = workers()
    assert first.has_them.wait(PATIENCE)
    with connection.cursor() as cursor:
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE objid = %s AND {here}", [leading.LOCK]
        )
    assert first.had_them.wait(PATIENCE)


def test_what_is_to_be_done_ends_with_the_worker(workers: Callable[[], Worker]) -> None:
    worker = workers()
    assert worker.has_them.wait(PATIENCE)
    worker.end()
    assert worker.had_them.is_set()
