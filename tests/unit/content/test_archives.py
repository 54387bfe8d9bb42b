"""Archives are cut from the oldest: an address means the same entries for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import everything, of_author, of_topic
from content import archives, importing, incoming, publishing
from content.actors import SITE
from content.models import Cut
from tests import world

pytestmark = pytest.mark.django_db


def titles(page):
    return [post.title for post in page.entries.live(timezone.now())]


def archive(entries, number):
    return archives.page(entries, number)


def test_a_young_list_is_one_page_with_nothing_older():
    world.posts(3)
    head = archives.head(everything())
    assert titles(head) == ["Letter 3", "Letter 2", "Letter 1"]
    assert (head.older, archive(everything(), 2)) == (None, None)


def test_a_cut_is_made_when_the_last_page_passes_twenty():
    world.posts(20)
    assert not Cut.objects.filter(stream="all").exists()
    world.post("The last straw")
    assert Cut.objects.get(stream="all").number == 2


def test_pages_are_counted_from_the_oldest_and_lead_to_each_other():
    world.posts(45)
    first, second, third = (archive(everything(), n) for n in (1, 2, 3))
    assert (titles(first)[-1], titles(first)[0]) == ("Letter 1", "Letter 20")
    assert (titles(second)[-1], len(titles(third))) == ("Letter 21", 5)
    assert [(p.older, p.newer) for p in (first, second, third)] == [(None, 2), (1, 3), (2, None)]


def test_the_head_is_the_last_two_pages_so_that_older_leads_on_without_a_gap():
    world.posts(45)
    head = archives.head(everything())
    assert (len(titles(head)), titles(head)[-1], head.older) == (25, "Letter 21", 1)


def test_a_new_post_leaves_old_archive_pages_as_they_were():
    world.posts(45)
    before = titles(archive(everything(), 2))
    world.post("The newest", at=timezone.now())
    assert titles(archive(everything(), 2)) == before


def test_a_backdated_post_joins_its_page_and_moves_no_cut():
    world.posts(45)
    cuts = list(Cut.objects.values_list("stream", "number", "at", "entry"))
    world.post("From an old notebook", at=world.A_MONDAY + timedelta(days=3, hours=1))
    assert "From an old notebook" in titles(archive(everything(), 1))
    assert list(Cut.objects.values_list("stream", "number", "at", "entry")) == cuts


def test_topics_and_authors_have_archives_of_their_own():
    tomas, topic = world.tomas().person, world.topic("Queries")
    world.posts(22, topics=[topic])
    world.posts(21, authors=[tomas])
    assert len(titles(archive(of_topic(topic.pk), 2))) == 2
    assert titles(archive(of_author(tomas.pk), 2)) == ["Letter 21"]
    assert len(titles(archives.head(of_topic(topic.pk)))) == 22


def test_entries_of_one_moment_are_told_apart_by_their_number():
    posts = [world.post(f"At once {n}") for n in range(25)]
    assert Cut.objects.get(stream="all").entry == posts[20].pk
    assert len(titles(archive(everything(), 1))) == 20


def test_what_is_withdrawn_leaves_its_page_and_no_other():
    posts = world.posts(45)
    publishing.withdraw(actor=SITE, thing=posts[3])
    assert len(titles(archive(everything(), 1))) == 19
    assert len(titles(archive(everything(), 2))) == 20


def test_an_import_in_any_order_is_cut_once_at_its_end():
    with incoming.batch():
        for day in (30, 4, 41, *range(5, 30), *range(3), 3, *range(31, 41)):
            at = world.A_MONDAY + timedelta(days=day)
            item = incoming.Incoming("post", "here", str(day), {"title": f"Day {day}"}, publish_at=at)
            importing.import_item(actor=SITE, item=item)
        assert not Cut.objects.exists()
    assert titles(archive(everything(), 1))[-1] == "Day 0"
    assert len(titles(archive(everything(), 1))) == 20


def test_what_came_by_the_clock_is_cut_by_the_worker():
    world.posts(20)
    soon = timezone.now() + timedelta(minutes=1)
    world.post("By the clock", at=soon)
    archives.cut_since(soon - timedelta(hours=1), soon + timedelta(minutes=1))
    assert Cut.objects.get(stream="all").at == soon
