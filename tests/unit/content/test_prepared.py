"""Queries built once answer as the querysets they were built from."""

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from blog.models import Post
from content.prepared import prepared
from tests import world

pytestmark = pytest.mark.django_db


@prepared
def at(now: datetime, slug: str) -> QuerySet[Post]:
    return Post.objects.published(now).filter(slug=slug).defer("body")


def test_the_rows_are_those_of_the_queryset():
    post = world.post("Let it stand")
    world.post("Another")
    assert list(at(timezone.now(), "let-it-stand")) == [post]
    assert list(at(timezone.now(), "nothing")) == []
    assert list(at(world.A_MONDAY - timedelta(seconds=1), "let-it-stand")) == []


def test_columns_that_were_left_out_are_read_when_they_are_asked_for():
    world.post("Let it stand", body="The body.")
    (post,) = at(timezone.now(), "let-it-stand")
    assert "body" in post.get_deferred_fields()
    assert post.body == "The body."


def test_text_that_looks_like_sql_stays_text():
    world.post("Let it stand")
    assert list(at(timezone.now(), "' OR 1=1 --")) == []
    assert list(at(timezone.now(), "%s")) == []


def test_a_list_may_have_any_length():
    posts = world.posts(3)

    @prepared
    def numbered(numbers: list[int], slug: str) -> QuerySet[Post]:
        return Post.objects.filter(pk__in=numbers).exclude(slug=slug).order_by("pk")

    assert numbered([posts[2].pk, posts[0].pk], "") == [posts[0], posts[2]]
    assert numbered([post.pk for post in posts], posts[1].slug) == [posts[0], posts[2]]


def test_an_argument_that_never_reaches_the_database_is_an_error():
    @prepared
    def forgetful(now: datetime, number: int) -> QuerySet[Post]:
        return Post.objects.published(now)

    with pytest.raises(TypeError, match="forgetful"):
        forgetful(timezone.now(), 3)
