"""Where readers find a post: each address that is named shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog import whereabouts
from tests import world

pytestmark = pytest.mark.django_db


def addresses(post) -> list[str]:
    return list(whereabouts.of_post(post, 5, timezone.now()))


def test_a_new_post_stands_at_the_head_of_its_lists_and_in_their_feeds(client):
    post = world.post("Let it stand", topics=[world.topic()], authors=[world.ines().person])
    world.series("Marks", post)
    found = addresses(post)
    lists = {"/", "/blog/", "/topics/queries/", "/authors/ines-okafor/", "/series/marks/"}
    assert lists | {"/feed.atom", "/topics/queries/feed.json", "/blog/let-it-stand.md"} <= set(found)
    assert [each for each in found if "Let it stand" not in client.get(each).text] == []


def test_an_old_post_stands_on_its_page_of_the_archive_and_in_no_feed(client):
    old = world.post("Let it stand", at=world.A_MONDAY - timedelta(days=9), topics=[world.topic()])
    world.posts(45)
    found = addresses(old)
    assert {"/blog/archive/1/", "/topics/queries/"} <= set(found)
    assert not {"/", "/blog/", "/feed.atom"} & set(found)
    assert [each for each in found if "Let it stand" not in client.get(each).text] == []
