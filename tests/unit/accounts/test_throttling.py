"""A code opens the door once, however many ask with it in the same moment."""

import threading

import pytest
from django.db import connection

from accounts import throttling
from tests import world


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", range(3))
def test_of_two_at_once_with_one_code_one_comes_in(times):
    user, together, said = world.ines(), threading.Barrier(4), []

    def ask():
        together.wait()
        said.append(throttling.spend(user, "123456"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, False, False, True]


@pytest.mark.django_db
def test_a_code_of_one_account_is_none_of_anothers():
    assert throttling.spend(world.ines(), "123456")
    assert throttling.spend(world.tomas(), "123456")
