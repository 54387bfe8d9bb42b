"""What stands beside a post."""

from datetime import UTC, datetime, timedelta

import pytest

from blog import queries
from tests import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _around(post, now):
    beside = queries.beside(post, now)
    return beside.newer, beside.older


def test_neighbours_are_the_next_and_the_one_before():
    one, two, three, four = world.posts(4)
    assert _around(two, NOW) == (three, one)
    assert _around(four, NOW) == (None, three)


def test_neighbours_of_one_moment_stand_in_the_order_they_were_made():
    one, two, three = (world.post(title) for title in ("One", "Two", "Three"))
    assert _around(two, NOW) == (three, one)


def test_neighbours_are_live():
    world.post("Soon", at=NOW + timedelta(days=1)), world.draft("Draft")
    assert _around(world.post("Let it stand"), NOW) == (None, None)
