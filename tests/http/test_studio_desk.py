"""The desk: what waits for whoever came in, and what happened lately."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.publishing import revise
from content.revisions import newest
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, read):
    """What lies on Tomás's desk: the titles under each heading."""
    client.force_login(world.tomas())

    def look():
        page = read("/studio/")
        return {
            part["aria-labelledby"]: [each.text for each in part.select(".name")]
            for part in page.select("section[aria-labelledby]")
        }

    return look


def test_ones_own_drafts_and_changes_wait_and_others_do_not(desk):
    own = world.tomas().person
    world.draft("Mine", authors=[own])
    world.draft("Another's")
    changed = world.post("Changed", authors=[own])
    revise(actor=world.tomas(), thing=changed, fields={"body": "New."}, base=newest(changed))
    world.post("Finished", authors=[own])
    assert desk()["own"] == ["Changed", "Mine"]


def test_what_goes_live_next_comes_first(desk):
    now = timezone.now()
    for days in (3, 1, 2):
        world.post(f"In {days} days", at=now + timedelta(days=days))
    assert desk()["scheduled"] == ["In 1 days", "In 2 days", "In 3 days"]


def test_what_happened_lately_is_of_all_kinds_the_last_first(desk):
    world.post("A post")
    world.page("A page")
    assert desk()["changed"] == ["A page", "A post"]
    assert set(desk()["live"]) == {"A page", "A post"}


def test_an_empty_desk_says_what_comes_there(client, read):
    client.force_login(world.tomas())
    assert read("/studio/").select_one(".empty h2").text == "Nothing waits for you"
