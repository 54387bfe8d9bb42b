import threading
import time

import pytest

from operations.working import Tick, Watch, work


class Duty:
    """Counts its rounds, and ends the worker at the last one."""

    def __init__(self, rounds: int, ended: threading.Event) -> None:
        self.left, self.ended = rounds, ended

    def __call__(self) -> None:
        self.left -= 1
        if not self.left:
            self.ended.set()


@pytest.fixture
def ended() -> threading.Event:
    return threading.Event()


@pytest.mark.django_db
def test_a_duty_comes_round_again(ended: threading.Event) -> None:
    duty = Duty(3, ended)
    work([Tick("counting", 0.01, duty)], ended)
    assert duty.left == 0


@pytest.mark.django_db
def test_a_fault_stops_no_other(ended: threading.Event, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("the disk is full")

    duty = Duty(2, ended)
    work([Tick("failing", 0.01, fail), Tick("counting", 0.01, duty)], ended)
    assert duty.left == 0
    assert "The worker's failing failed" in caplog.text


@pytest.mark.django_db
def test_it_ends_at_once_when_told(ended: threading.Event) -> None:
    threading.Timer(0.05, ended.set).start()
    began = time.monotonic()
    work([Tick("waiting", 60, lambda: None)], ended)
    assert time.monotonic() - began < 5


@pytest.mark.django_db
def test_a_watch_goes_on_while_a_duty_takes_its_time(ended: threading.Event) -> None:
    heard = threading.Event()
    work(
        [Tick("waiting", 60, lambda: heard.wait(5))],
        ended,
        [Watch("watching", lambda _: heard.set() or ended.set())],
    )
    assert heard.is_set()


@pytest.mark.django_db
def test_a_watch_that_fails_begins_again(ended: threading.Event, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def fail_once(told: threading.Event) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("the disk is full")
        told.set()

    work([], ended, [Watch("watching", fail_once)])
    assert len(tries) == 2
    assert "The worker's watching failed" in caplog.text
