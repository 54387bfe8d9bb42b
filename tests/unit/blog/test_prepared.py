"""Queries written once answer as those built anew."""

from datetime import UTC, datetime, timedelta

import pytest

from blog import queries
from tests import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_neighbours_are_those_of_the_query_built_anew():
    for post in world.posts(5):
        anew = queries._beside(at=post.publish_at, pk=post.pk, now=NOW)
        again = [each for each in queries.neighbours(post, NOW) if each]
        assert {each.pk for each in again} == {each.pk for each in anew}


def test_neighbours_of_one_moment_stand_in_the_order_they_were_made():
    one, two, three = (world.post(title) for title in ("One", "Two", "Three"))
    assert queries.neighbours(two, NOW) == (three, one)


def test_neighbours_are_live():
    world.post("Soon", at=NOW + timedelta(days=1)), world.draft("Draft")
    assert queries.neighbours(world.post("Let it stand"), NOW) == (None, None)
