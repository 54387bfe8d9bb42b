"""The change log: every way of writing leaves its lines, with the commit and never without it."""

import json
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Post, PostTopic
from content.models import Link, Redirect, SiteSettings, Topic
from pagecache import changes
from pagecache.changes import GROUPS, Change
from pagecache.models import Changed
from pages.models import Page
from tests import world
from tests.unit.pagecache.outside import outside, sql

TOPIC, FILED = "content_topic", Page.topics.through._meta.db_table
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own way")


class Undone(Exception):
    """What a transaction is rolled back for."""


undone = partial(suppress, Undone)


def took(*tables: str) -> list[Change]:
    """What was written since, in *tables* or all."""
    return [each for each in changes.take(connection) if not tables or each.table in tables]


def ops(*tables: str) -> list[tuple[str, Any]]:
    return [(each.op, each.pk) for each in took(*tables)]


@pytest.fixture
def queries(db: None) -> Topic:
    topic = world.topic("Queries")
    took()
    return topic


@pytest.fixture
def committed(transactional_db: None) -> Topic:
    """A topic that other programs see."""
    return world.topic("Queries")


def test_a_new_row(queries: Topic) -> None:
    topic = Topic.objects.create(name="Locks", slug="locks")
    row = {"id": topic.pk, "slug": "locks", "name": "Locks"}
    assert took() == [Change(TOPIC, "I", topic.pk, None, row, GROUPS)]


def test_a_saved_row_tells_old_and_new(queries: Topic) -> None:
    queries.name = "Questions"
    queries.save()
    (change,) = took()
    assert (change.op, change.pk, change.groups) == ("U", queries.pk, {"card"})
    assert (change.old["name"], change.new["name"]) == ("Queries", "Questions")


def test_a_deleted_row(queries: Topic) -> None:
    pk = queries.pk
    queries.delete()
    (change,) = took(TOPIC)
    assert (change.op, change.pk, change.new, change.groups) == ("D", pk, None, GROUPS)
    assert change.old["slug"] == "queries"


def test_what_was_taken_is_gone(queries: Topic) -> None:
    Topic.objects.update(name="Questions")
    assert len(took()) == 1
    assert took() == []


def test_a_save_that_changes_nothing(queries: Topic) -> None:
    queries.save()
    assert took() == []


def test_silent_columns_leave_nothing(queries: Topic) -> None:
    Topic.objects.update(former_names=["Questions"])
    assert took() == []


def test_each_group_of_columns(db: None) -> None:
    post = world.post()
    took()
    for column, groups in [("body_html", {"full"}), ("title", {"card"}), ("publish_at", {"card", "places"})]:
        value = timezone.now() if column == "publish_at" else "another"
        Post.objects.filter(pk=post.pk).update(**{column: value})
        assert [each.groups for each in took("blog_post")] == [groups]


def test_values_are_pythons(db: None) -> None:
    post = world.post(at=world.A_MONDAY)
    (change,) = [each for each in took("blog_post") if each.new and each.new["publish_at"]][-1:]
    assert change.new["publish_at"] == world.A_MONDAY
    assert change.new["publish_at"].tzinfo is not None
    assert (change.new["trashed_at"], change.new["noindex"]) == (None, False)
    assert type(change.pk) is type(change.new["id"]) is int
    assert change.pk == post.pk


def test_bodies_are_never_logged(db: None) -> None:
    world.post(body="A long text.")
    lines = Changed.objects.filter(tbl="blog_post").exclude(new=None)
    assert lines
    assert not any({"body", "body_html"} & line.new.keys() for line in lines)


def test_bulk(queries: Topic) -> None:
    topics = Topic.objects.bulk_create(Topic(name=name, slug=name.lower()) for name in ("Locks", "Rows"))
    assert ops() == [("I", topic.pk) for topic in topics]
    for topic in topics:
        topic.description = "new"
    Topic.objects.bulk_update(topics, ["description"])
    assert sorted(ops()) == [("U", topic.pk) for topic in topics]


def test_update_of_many(queries: Topic) -> None:
    world.topic("Locks")
    took()
    Topic.objects.update(description="new")
    assert len(took()) == 2


def test_insert_or_update(queries: Topic) -> None:
    one = Topic(name="Questions", slug="queries")
    Topic.objects.bulk_create([one], update_conflicts=True, update_fields=["name"], unique_fields=["slug"])
    found = [each for each in took() if each.op == "U"]
    assert [(each.pk, each.new["name"]) for each in found] == [(queries.pk, "Questions")]


def test_a_cascade(db: None) -> None:
    topic = world.topic()
    world.post(topics=[topic])
    assert PostTopic.objects.exists()
    took()
    topic.delete()
    assert {(each.table, each.op) for each in took()} >= {(TOPIC, "D"), ("blog_posttopic", "D")}


def test_many_to_many(queries: Topic) -> None:
    page, locks = world.page(), world.topic("Locks")
    took()
    for write, expected in [
        (lambda: page.topics.add(queries), "I"),
        (lambda: page.topics.set([locks]), "DI"),
        (lambda: page.topics.remove(locks), "D"),
        (lambda: page.topics.add(queries, locks), "II"),
        (lambda: page.topics.clear(), "DD"),
    ]:
        write()
        found = took(FILED)
        assert "".join(each.op for each in found) == expected
        assert all((each.new or each.old or {})["page_id"] == page.pk for each in found)


def test_loaddata(queries: Topic, tmp_path: Path) -> None:
    fields = {"name": "Questions", "slug": "queries"}
    rows = [
        {"model": "content.topic", "pk": queries.pk, "fields": fields},
        {"model": "content.topic", "pk": queries.pk + 1, "fields": {"name": "Rows", "slug": "rows"}},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    call_command("loaddata", tmp_path / "rows.json", verbosity=0)
    assert ops(TOPIC) == [("U", queries.pk), ("I", queries.pk + 1)]


def test_another_key_is_another_row(queries: Topic) -> None:
    old = queries.pk
    Topic.objects.filter(pk=old).update(id=old + 100)
    assert ops(TOPIC) == [("D", old), ("I", old + 100)]


def test_a_savepoint_that_was_rolled_back_leaves_nothing(queries: Topic) -> None:
    with undone(), transaction.atomic():
        Topic.objects.update(name="Questions")
        raise Undone
    assert took() == []


def test_a_rollback_leaves_nothing(committed: Topic) -> None:
    with undone(), transaction.atomic():
        Topic.objects.update(name="Questions")
        raise Undone
    assert not changes.are_waiting(connection)


def test_a_savepoint_belongs_to_its_transaction(queries: Topic) -> None:
    with transaction.atomic():
        Topic.objects.update(name="Questions")
    assert ops() == [("U", queries.pk)]


def test_a_commit_takes_its_own_lines(committed: Topic) -> None:
    Topic.objects.update(name="Questions")
    assert not Changed.objects.exists()


def test_another_program(committed: Topic) -> None:
    with outside() as other:
        other.execute("UPDATE content_topic SET name = 'Questions'")
        assert not changes.are_waiting(connection)
    assert changes.are_waiting(connection)
    assert [(each.op, each.pk) for each in changes.take(connection, everything=True)] == [("U", committed.pk)]
    assert not changes.are_waiting(connection)


def test_another_program_that_rolls_back(committed: Topic) -> None:
    with undone(), outside() as other:
        other.execute("DELETE FROM content_topic")
        raise Undone
    assert not changes.are_waiting(connection)


@only_postgresql
def test_nobody_takes_anothers_lines(committed: Topic) -> None:
    with outside() as other:
        other.execute("UPDATE content_topic SET name = 'Questions'")
    Topic.objects.update(name="Locks")
    assert changes.are_waiting(connection)
    changes.take(connection, everything=True)


@only_sqlite
def test_a_commit_takes_what_was_left_before_it(committed: Topic) -> None:
    with outside() as other:
        other.execute("UPDATE content_topic SET name = 'Questions'")
    Topic.objects.update(name="Locks")
    assert not changes.are_waiting(connection)


@only_sqlite
def test_the_moments_of_another_program(committed: Topic) -> None:
    world.post()
    with outside() as other:
        other.execute("UPDATE blog_post SET publish_at = '2026-03-01 10:30:00'")
    (change,) = changes.take(connection, everything=True)
    assert change.new["publish_at"].isoformat() == "2026-03-01T10:30:00+00:00"


@only_sqlite
def test_a_moment_that_is_none_means_everything(committed: Topic) -> None:
    world.post()
    with outside() as other:
        other.execute("UPDATE blog_post SET publish_at = 'soon'")
    assert [each.op for each in changes.take(connection, everything=True)] == ["T"]


@only_postgresql
def test_the_moments_of_a_program_elsewhere(committed: Topic) -> None:
    world.post()
    with outside() as other:
        other.execute("SET TIME ZONE 'Asia/Tokyo'")
        other.execute("UPDATE blog_post SET publish_at = '2026-03-01 10:30:00'")
    (change,) = changes.take(connection, everything=True)
    assert change.new["publish_at"].isoformat() == "2026-03-01T01:30:00+00:00"


@only_postgresql
def test_copy(queries: Topic) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY content_redirect (path, target, status, made_at) FROM STDIN") as rows,
    ):
        rows.write_row(("/old/", "/new/", 301, "2026-03-01T10:30:00Z"))
    (change,) = took()
    assert (change.op, change.new["path"]) == ("I", "/old/")


@only_postgresql
def test_truncate(queries: Topic) -> None:
    sql("TRUNCATE content_redirect")
    assert took() == [Change("content_redirect", "T", None, None, None, GROUPS)]


def test_all_of_a_table_deleted(queries: Topic) -> None:
    Redirect.objects.create(path="/old/", target="/new/", made_at=timezone.now())
    took()
    sql("DELETE FROM content_redirect")
    assert [op for op, _ in ops()] == ["D"]


def test_a_table_that_is_not_tracked_leaves_nothing(queries: Topic) -> None:
    Link.objects.create(of="post", thing_id=1, url="https://example.org")
    assert took() == []


def test_lines_of_a_table_that_is_tracked_no_more(queries: Topic, settings: Any) -> None:
    SiteSettings.objects.create(name="Stet")
    settings.PAGECACHE = {"TRACKED": "tests.unit.pagecache.small_site.tracked"}
    assert took() == []


def test_lines_that_lack_a_column_mean_everything(queries: Topic) -> None:
    """They are from triggers of another release."""
    Topic.objects.update(description="new")
    Changed.objects.update(new={"id": queries.pk})
    assert [each.op for each in took()] == ["T"]


def test_numbers_are_never_given_twice(queries: Topic) -> None:
    Topic.objects.update(name="Questions")
    first = Changed.objects.get().pk
    took()
    Topic.objects.update(name="Locks")
    assert Changed.objects.get().pk > first


def test_no_log_yet(queries: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LOG", "not_there")
    changes.forget_databases()
    assert changes.take(connection) == []
    assert not changes.are_waiting(connection)
    changes.note_upheaval(connection)
