"""Which posts go together, as it is worked out and kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post, RelatedPost
from content import publishing, relating
from content.actors import SITE
from tests import world

pytestmark = pytest.mark.django_db


def named(post):
    rows = RelatedPost.objects.filter(post=post).order_by("position")
    return [row.other.title for row in rows]


def filed(title, *topics, days=0, **fields):
    at = world.A_MONDAY + timedelta(days=days)
    return world.post(title, at=at, topics=[world.topic(name) for name in topics], **fields)


def test_more_topics_in_common_come_first():
    filed("One", "Queries"), filed("Both", "Queries", "Proofs"), filed("None", "Marks")
    assert named(filed("New", "Queries", "Proofs")) == ["Both", "One"]


def test_words_of_the_title_count():
    filed("On galleys", "Queries", days=1), filed("On hyphens", "Queries", days=2)
    assert named(filed("More about galleys", "Queries", days=3)) == ["On galleys", "On hyphens"]


def test_those_that_are_named_come_to_name_it():
    older = filed("Older", "Queries")
    newer = filed("Newer", "Queries")
    assert (named(older), named(newer)) == (["Newer"], ["Older"])


def test_three_are_named_the_nearest_in_time_first():
    for day in range(5):
        filed(f"Letter {day}", "Queries", days=day)
    assert named(filed("New", "Queries", days=5)) == ["Letter 4", "Letter 3", "Letter 2"]


def test_a_post_that_is_filed_elsewhere_is_named_no_more():
    older, newer = filed("Older", "Queries"), filed("Newer", "Queries")
    publishing.file(actor=SITE, thing=newer, under=[world.topic("Marks")], out_of=[world.topic("Queries")])
    assert (named(older), named(newer)) == ([], [])


def test_drafts_and_what_lies_in_the_trash_are_not_named():
    world.draft("Draft", topics=[world.topic("Queries")])
    publishing.trash(actor=SITE, thing=filed("Gone", "Queries"))
    assert named(filed("New", "Queries")) == []


def test_what_is_as_it_was_is_not_written_again(django_assert_max_num_queries):
    post = filed("One", "Queries")
    filed("Two", "Queries")
    rows = set(RelatedPost.objects.values_list("pk", flat=True))
    world.edit(post, body="Another text.")
    assert set(RelatedPost.objects.values_list("pk", flat=True)) == rows


def test_what_an_import_brought_in_is_related_later():
    older, newer = filed("Older", "Queries"), filed("Newer", "Queries")
    RelatedPost.objects.all().delete()
    Post.objects.update(related_at=None)
    assert relating.relate_waiting(actor=SITE, now=timezone.now()) == 2
    assert (named(older), named(newer)) == (["Newer"], ["Older"])
    assert relating.relate_waiting(actor=SITE, now=timezone.now()) == 0


def test_topics_that_become_one_bring_posts_together():
    one, other = filed("One", "Queries"), filed("Other", "Questions")
    publishing.merge(actor=SITE, topics=[world.topic("Questions")], into=world.topic("Queries"))
    relating.relate_waiting(actor=SITE, now=timezone.now())
    assert (named(one), named(other)) == (["Other"], ["One"])
