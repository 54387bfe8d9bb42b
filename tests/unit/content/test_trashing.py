"""After thirty days in the trash a text is deleted for good, and not a day before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content import publishing
from content.actors import SITE
from content.models import LogEntry, Newest, Revision, Views
from tests import world

pytestmark = pytest.mark.django_db


def thrown(thing):
    return publishing.trash(actor=SITE, thing=thing)


def empty_after(days):
    """What the worker does so many days from now, and an hour more."""
    return publishing.empty(actor=SITE, now=timezone.now() + timedelta(days=days, hours=1))


def is_there(thing):
    return type(thing).objects.filter(pk=thing.pk).exists()


def test_it_stays_for_thirty_days():
    post = thrown(world.post())
    assert empty_after(29) == 0
    assert is_there(post)


def test_then_it_goes_with_its_history_and_the_log_and_the_address_say_so():
    post = thrown(world.post())
    Views.objects.create(of="post", thing_id=post.pk, day=world.A_MONDAY, people=3)
    assert empty_after(30) == 1
    assert not is_there(post)
    assert not Revision.objects.filter(of="post", thing_id=post.pk).exists()
    assert not Newest.objects.filter(of="post", thing_id=post.pk).exists()
    assert not Views.objects.filter(of="post", thing_id=post.pk).exists()
    assert LogEntry.objects.filter(verb="discard", thing_id=post.pk).exists()
    assert Client().get(post.get_absolute_url()).status_code == 410


def test_what_was_taken_back_stays():
    post = thrown(world.post())
    publishing.untrash(actor=SITE, thing=post)
    assert empty_after(60) == 0


def test_a_page_waits_as_long_as_others_stand_below_it():
    above = world.page("Above")
    below = world.page("Below", parent=above)
    thrown(above)
    assert empty_after(60) == 0
    thrown(below)
    assert empty_after(60) >= 1
    assert not is_there(below)


def test_a_page_goes_after_those_below_it():
    above = world.page("Above")
    below = world.page("Below", parent=above)
    for each in (above, below):
        thrown(each)
    empty_after(60)
    empty_after(60)
    assert not is_there(above)
