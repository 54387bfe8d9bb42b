"""A database that is away: who tries, and who is told at once."""

import sqlite3
import threading
import time
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from pagecache import link
from pagecache.db import reaching
from pagecache.db.reaching import Reaching, Unreachable


class Driver(BaseDatabaseWrapper):
    Database = sqlite3

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.tries += 1
        self.come.set()
        self.answers.wait(5)
        if self.is_away:
            raise sqlite3.OperationalError("gone")
        return "a connection"


class Engine(Reaching, Driver):
    def __init__(self) -> None:
        self.settings_dict = {"HOST": "", "NAME": uuid4().hex}
        self.tries, self.is_away = 0, True
        self.come, self.answers = threading.Event(), threading.Event()

    def connect_in_vain(self) -> None:
        with pytest.raises(Unreachable):
            self.get_new_connection({})


@pytest.fixture
def away() -> Engine:
    """A database that could not be reached a second ago."""
    engine = Engine()
    engine.answers.set()
    engine.connect_in_vain()
    return engine


def rested(engine: Engine) -> None:
    """As if the breaker's second had passed."""
    reaching._breaker("", engine.settings_dict["NAME"]).resting_until = time.monotonic()


def test_for_a_moment_nobody_tries_again(away: Engine) -> None:
    away.is_away = False
    away.connect_in_vain()
    assert away.tries == 1
    rested(away)
    assert [away.get_new_connection({}) for _ in range(2)] == ["a connection"] * 2


def test_while_one_tries_the_others_are_told_at_once(away: Engine) -> None:
    rested(away)
    away.come.clear()
    away.answers.clear()
    one = threading.Thread(target=away.connect_in_vain)
    one.start()
    assert away.come.wait(5)
    time.sleep(link.REST + 0.1)  # also when it takes longer than others rest
    away.connect_in_vain()
    away.answers.set()
    one.join()
    assert away.tries == 2
