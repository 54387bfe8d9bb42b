"""Many pictures or topics at once, and the way back."""

import re

import pytest

from content.models import Redirect, Topic
from content.revisions import newest
from media.models import Picture
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


def undo(desk, done):
    number = re.search(r"/studio/undo/(\d+)/", done.text)[1]
    return desk.post(f"/studio/undo/{number}/", follow=True)


def pictures(desk, verb, *ticked):
    sent = {"do": verb, "picture": [each.pk for each in ticked]}
    return desk.post("/studio/media/bulk/", sent, follow=True)


def test_pictures_become_decoration_and_say_again_what_they_said(desk):
    one, two = world.picture("one.png", alt="A caret"), world.picture("two.png", is_decorative=True)
    done = pictures(desk, "decorative", one, two)
    assert Picture.objects.get(pk=one.pk).is_decorative
    assert "“two.png” is decoration already." in done.text
    undo(desk, done)
    one.refresh_from_db()
    assert (one.is_decorative, one.alt) == (False, "A caret")


def test_pictures_go_to_the_trash_but_those_that_are_shown(desk):
    free, shown = world.picture("free.png"), world.picture("shown.png")
    world.post(body=f"![](picture:{shown.pk})")
    done = pictures(desk, "trash", free, shown)
    assert list(Picture.objects.filter(trashed_at=None)) == [shown]
    assert "is shown still" in done.text
    undo(desk, done)
    assert Picture.objects.filter(trashed_at=None).count() == 2


def test_somebody_elses_picture_is_refused(client):
    client.force_login(world.tomas())
    pictures(client, "trash", world.picture(owner=world.ines()))
    assert Picture.objects.get().trashed_at is None


def test_empty_topics_are_taken_away_and_come_back(desk):
    empty, full = world.topic("Empty"), world.topic("Full")
    world.post(topics=[full])
    done = desk.post("/studio/topics/bulk/", {"do": "remove", "topic": [empty.pk, full.pk]}, follow=True)
    assert list(Topic.objects.all()) == [full]
    assert "Something is filed under “Full”" in done.text
    undo(desk, done)
    assert Topic.objects.get(slug="empty").pk == empty.pk


def test_a_merger_is_asked_about_first(desk):
    topic = world.topic()
    answer = desk.post("/studio/topics/bulk/", {"do": "merge", "topic": [topic.pk]})
    assert answer["Location"] == f"/studio/topics/merge/?topic={topic.pk}"


def test_a_merger_is_taken_back_with_names_texts_and_addresses(desk, client):
    kept, gone = world.topic("Queries"), world.topic("Questions")
    moved, both = world.post("Moved", topics=[gone]), world.post("Both", topics=[gone, kept])
    sent = {"topic": [kept.pk, gone.pk], "into": kept.pk}
    done = desk.post("/studio/topics/merge/", sent, follow=True)
    undo(desk, done)
    kept.refresh_from_db()
    assert kept.former_names == []
    assert set(moved.topics.all()) == {gone}
    assert set(both.topics.all()) == {gone, kept}
    assert newest(moved).fields["topics"] == [gone.pk]
    assert not Redirect.objects.exists()


def test_what_was_named_so_since_is_left(desk):
    topic = world.topic("Queries")
    done = desk.post("/studio/topics/bulk/", {"do": "remove", "topic": [topic.pk]}, follow=True)
    world.topic("Queries")
    assert "There is a topic called “Queries” again." in undo(desk, done).text


def test_an_undo_is_done_once(desk):
    done = pictures(desk, "trash", world.picture())
    undo(desk, done)
    assert "That is undone already." in undo(desk, done).text


def test_nothing_ticked_is_said(desk):
    assert "Tick some pictures first." in pictures(desk, "trash").text
