"""The oracle makes a page anew when a row that it shows has changed or a moment has come, not else."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post, RelatedPost
from tests import world
from tests.oracle.fresh import Fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(client: Client) -> Fresh:
    world.site()
    world.post("Letter", slug="letter")
    return Fresh(client)


def test_what_is_as_it_was_is_told_by_its_statements(fresh: Fresh) -> None:
    assert fresh.say("/blog/") == fresh.say("/blog/")
    assert fresh.spared == 1


def test_a_change_behind_every_back_is_seen(fresh: Fresh) -> None:
    fresh.say("/blog/")
    Post.objects.update(title="Otherwise")
    assert b"Otherwise" in fresh.say("/blog/").body
    assert fresh.spared == 0


@pytest.mark.parametrize("address", ["/blog/", "/search/?q=clock"])
def test_a_moment_that_comes_is_seen(fresh: Fresh, address: str) -> None:
    second = timezone.now().replace(microsecond=0) + timedelta(seconds=1)  # search counts whole ones
    soon = second + timedelta(milliseconds=300)
    world.post("By the clock", at=soon)
    assert b"by-the-clock" not in fresh.say(address).body or timezone.now() >= soon
    time.sleep(max(0.0, (soon - timezone.now()).total_seconds()))
    assert b"by-the-clock" in fresh.say(address).body


def test_what_goes_with_a_post_goes_by_the_clock(fresh: Fresh) -> None:
    soon = timezone.now() + timedelta(milliseconds=300)
    other = world.post("Beside")
    Post.objects.filter(pk=other.pk).update(unpublish_at=soon)
    RelatedPost.objects.create(post=Post.objects.get(slug="letter"), other=other, position=0)
    assert b"Beside" in fresh.say("/blog/letter/").body or timezone.now() >= soon
    time.sleep(max(0.0, (soon - timezone.now()).total_seconds()))
    assert b"Beside" not in fresh.say("/blog/letter/").body
