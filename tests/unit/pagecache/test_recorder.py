"""What a render leaves: rows as lists or pages read them, named look-ups, and the floor under both."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from content.models import Menu, Topic
from pagecache import absent, note, reads, recorder
from pagecache.renders import Render, going_on
from pages.models import Page
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def render() -> Iterator[Render]:
    with going_on(Render(timezone.now())) as begun:
        yield begun


@pytest.fixture
def post() -> Post:
    return world.post(topics=[world.topic()])


def test_a_row_is_a_card_or_whole_by_what_was_loaded(post: Post, render: Render):
    with reads():
        list(Post.objects.only("title", "publish_at"))
        assert render.tags == {f"post:{post.pk}#card"}
        list(Post.objects.only("title", "body_html"))
        assert render.tags == {f"post:{post.pk}#card", f"post:{post.pk}#full"}


@pytest.mark.parametrize(
    "load",
    [
        lambda pk: Post.objects.get(pk=pk),
        lambda pk: list(Post.objects.filter(pk=pk).iterator()),
        lambda pk: Post.objects.raw("SELECT * FROM blog_post WHERE id = %s", [pk])[0],
        lambda pk: list(Topic.objects.prefetch_related("posts")),
        lambda pk: Post.posttopic_set.rel.related_model.objects.select_related("post").get(post=pk),
    ],
)
def test_a_row_leaves_its_tag_however_it_comes(post: Post, render: Render, load):
    load(post.pk)
    assert f"post:{post.pk}#full" in render.tags


def test_relations_leave_none_as_every_change_of_theirs_is_told(post: Post, render: Render):
    with reads(f"posttopic.post_id={post.pk}"):
        list(post.posttopic_set.all())
    assert render.tags == {f"posttopic.post_id={post.pk}"}


def test_the_floor_is_under_what_nobody_accounts_for(post: Post, render: Render):
    Post.objects.filter(topics__slug="queries").exists()
    assert render.tags == {"table:blog_post", "table:blog_posttopic", "table:content_topic"}


def test_what_is_accounted_for_leaves_its_own_tags_alone(post: Post, render: Render):
    with reads("topics", rows=False):
        list(Post.objects.all())
        with reads():
            Topic.objects.count()
    assert render.tags == {"topics"}
    Topic.objects.count()
    assert render.tags == {"topics", "table:content_topic"}


def test_a_lazy_queryset_counts_where_it_is_evaluated(post: Post, render: Render):
    with reads("topics"):
        later = Post.objects.all()
    list(later)
    assert "table:blog_post" in render.tags


def test_what_stands_on_every_page_needs_no_tag(render: Render):
    list(Menu.objects.select_related("site"))
    assert render.tags == set()
    assert render.untracked == ""


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT 1 FROM accounts_user", "accounts_user"),
        ('SELECT 1 FROM "blog_post" WHERE id IN (SELECT thing_id FROM content_link)', "content_link"),
        ("SELECT name FROM sqlite_master", "sqlite_master"),
        ("SELECT 1 FROM blog_post, content_logentry", "content_logentry"),
        ("WITH x AS (SELECT 1) SELECT * FROM x", "x"),
        ("SELECT 'content_link FROM nowhere' FROM blog_post", ""),
        ('SELECT EXTRACT(\'year\' FROM "blog_post"."publish_at") FROM "blog_post"', ""),
        ('SELECT a FROM ("blog_post" JOIN "content_topic" ON TRUE)', ""),
        ("SELECT 1", ""),
    ],
)
def test_what_no_tag_stands_for_is_named(render: Render, sql: str, table: str):
    with reads("topics"):
        recorder.statement(sql)
    assert render.untracked == table


def test_the_engine_tells_of_every_statement(render: Render):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM content_topic")
    User.objects.count()
    assert render.tags == {"table:content_topic"}
    assert render.untracked == "accounts_user"


def test_nothing_there_is_one_of_few_tags(render: Render):
    absent(Topic, slug="خبر")
    absent(Topic, slug="news")
    absent(Page, pk=7)
    assert "page:7#card" in render.tags
    assert all(tag.isascii() and " " not in tag for tag in render.tags)
    assert len(render.tags) == 3


def test_outside_a_render_nothing_is_noted(post: Post):
    note("topics")
    with reads("topics"):
        assert Post.objects.get() == post
    with going_on(Render(timezone.now())) as render:
        assert render.tags == set()


def test_a_refused_look_up_leaves_the_floor_as_it_was(render: Render):
    with pytest.raises(Topic.DoesNotExist), reads("topics"):
        Topic.objects.get(slug="none")
    assert not render.is_accounted
