import threading
import time

import pytest

from operations.working import Tick, work


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


def test_it_ends_at_once_when_told(ended: threading.Event) -> None:
    threading.Timer(0.05, ended.set).start()
    began = time.monotonic()
    work([Tick("waiting", 60, lambda: None)], ended)
    assert time.monotonic() - began < 5
