"""What the page cache is told of content."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.tracking import next_change, tables
from content import publishing
from content.actors import SITE
from tests import world

pytestmark = pytest.mark.django_db


def test_the_next_change_is_the_nearest_coming_or_going_of_anything():
    now = timezone.now()
    assert next_change(now) is None
    world.post(at=now + timedelta(days=3))
    publishing.withdraw(actor=SITE, thing=world.page(), at=now + timedelta(days=2))
    assert next_change(now) == now + timedelta(days=2)
    assert next_change(now + timedelta(days=2)) == now + timedelta(days=3)
    assert next_change(now + timedelta(days=4)) is None


def test_what_is_in_the_trash_neither_comes_nor_goes():
    now = timezone.now()
    publishing.trash(actor=SITE, thing=world.post(at=now + timedelta(days=3)))
    assert next_change(now) is None


def test_relations_count_and_history_does_not():
    assert {"blog_post", "blog_posttopic", "pages_page_topics", "content_menu", "media_picture"} <= tables()
    assert not {"content_revision", "content_logentry", "content_link"} & tables()
