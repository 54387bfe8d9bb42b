"""The triggers: put back whenever they are missing, and never in the way of a table's changes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from blog.models import Post
from content.models import Redirect, Topic
from pagecache import changes, triggers
from pagecache.checks import triggers_are_in_place
from pagecache.models import Changed, Outbox
from tests import world
from tests.unit.pagecache.outside import outside, sql
from tests.unit.pagecache.test_changes import Undone, only_postgresql, only_sqlite, ops, took, undone

TOPIC = Topic._meta.db_table


@pytest.fixture
def queries(db: None) -> Topic:
    topic = world.topic("Queries")
    took()
    return topic


@pytest.fixture
def reshaped(transactional_db: None) -> Iterator[Topic]:
    """A topic in a table that may take another shape."""
    topic = world.topic("Queries")
    yield topic
    triggers.ensure(connection)
    took()


def is_upheaval() -> bool:
    return [(each.table, each.op) for each in took()] == [("*", "T")]


def drop_one(name: str = f"pc_update_{TOPIC}") -> None:
    sql(f"DROP TRIGGER {name}" + (f" ON {TOPIC}" if connection.vendor == "postgresql" else ""))


def test_a_new_database_has_them(db: None) -> None:
    assert triggers.verify(connection) == []


def test_what_is_missing_is_named_and_mended(queries: Topic) -> None:
    drop_one()
    assert triggers.verify(connection) == [f"pc_update_{TOPIC} is missing"]
    assert triggers.ensure(connection)
    assert triggers.verify(connection) == []
    Topic.objects.update(name="Questions")
    assert ops(TOPIC) == [("U", queries.pk)]


def test_mending_means_that_anything_may_have_changed(queries: Topic) -> None:
    drop_one()
    triggers.ensure(connection)
    assert is_upheaval()


def test_nothing_is_done_where_all_is_well(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert not triggers.ensure(connection)
    assert took() == []


def test_one_that_differs(queries: Topic) -> None:
    if connection.vendor == "sqlite":
        drop_one()
        sql(f"CREATE TRIGGER pc_update_{TOPIC} AFTER UPDATE ON {TOPIC} BEGIN SELECT 1; END")
    else:
        body = "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        sql(f"CREATE OR REPLACE FUNCTION pc_update_{TOPIC}() RETURNS trigger {body}")
    assert triggers.verify(connection) == [f"pc_update_{TOPIC} is not as it should be"]
    assert triggers.ensure(connection)
    assert triggers.verify(connection) == []


@only_postgresql
def test_one_that_is_switched_off(queries: Topic) -> None:
    sql(f"ALTER TABLE {TOPIC} DISABLE TRIGGER pc_update_{TOPIC}")
    assert triggers.verify(connection) == [f"pc_update_{TOPIC} is not as it should be"]
    assert triggers.ensure(connection)
    assert triggers.verify(connection) == []


@only_postgresql
def test_a_restore_that_switched_them_off_meanwhile(queries: Topic) -> None:
    """As pg_restore --disable-triggers does."""
    sql(f"ALTER TABLE {TOPIC} DISABLE TRIGGER USER")
    Topic.objects.update(name="Questions")
    sql(f"ALTER TABLE {TOPIC} ENABLE TRIGGER USER")
    assert triggers.ensure(connection)
    assert is_upheaval()


@only_postgresql
def test_a_session_that_plays_a_replica(queries: Topic) -> None:
    sql("SET LOCAL session_replication_role = replica")
    Topic.objects.update(name="Questions")
    assert ops() == [("U", queries.pk)]


def test_one_that_is_not_wanted(db: None, settings: Any) -> None:
    real = settings.PAGECACHE
    settings.PAGECACHE = {"TRACKED": "tests.unit.pagecache.small_site.tracked"}
    assert "pc_insert_blog_post is not wanted (any more)" in triggers.verify(connection)
    assert triggers.ensure(connection)
    settings.PAGECACHE = real
    assert "pc_insert_blog_post is missing" in triggers.verify(connection)


def test_a_table_that_lacks_a_column_waits_for_it(queries: Topic) -> None:
    triggers.drop(connection, TOPIC)
    sql(f"ALTER TABLE {TOPIC} RENAME COLUMN description TO described")
    assert triggers.verify(connection) == []
    sql(f"ALTER TABLE {TOPIC} RENAME COLUMN described TO description")
    assert len(triggers.verify(connection)) >= 4


def test_no_log_no_triggers(db: None) -> None:
    triggers.drop(connection)
    sql("ALTER TABLE pagecache_changed RENAME TO elsewhere")
    assert triggers.verify(connection) == []


@only_sqlite
def test_a_table_built_anew_by_hand(queries: Topic) -> None:
    """What Django does for almost every change of a column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TOPIC])
        sql(cursor.fetchone()[0].replace(TOPIC, "rebuilt"))
    sql(f"INSERT INTO rebuilt SELECT * FROM {TOPIC}")
    sql(f"DROP TABLE {TOPIC}")
    sql(f"ALTER TABLE rebuilt RENAME TO {TOPIC}")
    assert f"pc_update_{TOPIC} is missing" in triggers.verify(connection)
    assert triggers.ensure(connection)
    assert is_upheaval()
    Topic.objects.update(name="Questions")
    assert ops() == [("U", queries.pk)]


def altered(model: type[models.Model], name: str, field: Any) -> None:
    old = model._meta.get_field(name)
    field.set_attributes_from_name(name)
    field.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, field)
    with connection.schema_editor() as editor:
        editor.alter_field(model, field, old)


def test_a_field_altered(reshaped: Topic) -> None:
    altered(Topic, "description", models.CharField(max_length=500, null=True))
    assert triggers.verify(connection) == []


def test_a_field_dropped_and_added(reshaped: Topic) -> None:
    field = Topic._meta.get_field("description")
    with connection.schema_editor() as editor:
        editor.remove_field(Topic, field)
    sql(f"UPDATE {TOPIC} SET name = 'written meanwhile'")
    with connection.schema_editor() as editor:
        editor.add_field(Topic, field)
    assert triggers.verify(connection) == []
    with outside() as other:
        other.execute(f"UPDATE {TOPIC} SET name = 'Questions'")
    assert ("U", reshaped.pk) in [(each.op, each.pk) for each in changes.take(connection, everything=True)]


def test_the_log_itself_altered(reshaped: Topic) -> None:
    altered(Changed, "tbl", models.CharField(max_length=500))
    assert triggers.verify(connection) == []


def test_another_table_altered(reshaped: Topic) -> None:
    altered(Outbox, "txn", models.CharField(max_length=500))
    assert triggers.verify(connection) == []
    assert took() == []


def test_a_shape_that_was_given_up(reshaped: Topic) -> None:
    with undone(), connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE {TOPIC} ADD COLUMN passing int")
        raise Undone
    assert triggers.verify(connection) == []


def test_a_migrate_puts_them_back(reshaped: Topic) -> None:
    drop_one()
    call_command("migrate", verbosity=0)
    assert triggers.verify(connection) == []


def test_a_flush_leaves_them(reshaped: Topic) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert triggers.verify(connection) == []
    assert not Topic.objects.exists()


def test_djangos_check_says_what_is_wrong(db: None) -> None:
    assert triggers_are_in_place(databases=["default"]) == []
    drop_one()
    (said,) = triggers_are_in_place(databases=["default"])
    assert f"pc_update_{TOPIC} is missing" in said.msg
    assert triggers_are_in_place() == []


@only_sqlite
@pytest.mark.parametrize("key", ["1000", "queries"])
def test_insert_or_replace_tells_of_the_row_replaced(queries: Topic, key: str) -> None:
    """By its key, or by anything else that only one row may have."""
    pk = queries.pk if key == "1000" else 1000
    slug = "other" if key == "1000" else "queries"
    columns = "(id, name, slug, description, former_names)"
    sql(f"INSERT OR REPLACE INTO {TOPIC} {columns} VALUES ({pk}, 'New', '{slug}', '', '[]')")
    found = took()
    assert [(each.op, each.pk) for each in found] == [("D", queries.pk), ("I", pk)]
    assert found[0].old
    assert found[0].old["slug"] == "queries"


@only_sqlite
def test_update_or_replace_tells_of_the_row_replaced(queries: Topic) -> None:
    locks = world.topic("Locks")
    took()
    sql(f"UPDATE OR REPLACE {TOPIC} SET slug = 'queries' WHERE id = {locks.pk}")
    assert ops() == [("D", queries.pk), ("U", locks.pk)]


@only_sqlite
def test_a_constraint_for_some_rows_only(db: None) -> None:
    """Two posts that were not imported have no source in common."""
    world.posts(2)
    assert not [each for each in took("blog_post") if each.op == "D"]
    sql("UPDATE OR REPLACE blog_post SET source = 'ghost', source_ref = '1'")
    assert [each.op for each in took("blog_post")] == ["D"]
    assert Post.objects.count() == 1


@only_sqlite
def test_a_refused_insert_leaves_nothing(queries: Topic) -> None:
    with outside() as other, pytest.raises(Exception, match=r"locked|UNIQUE"):
        other.execute(f"INSERT INTO {TOPIC} SELECT * FROM {TOPIC}")
    assert took() == []


@only_postgresql
def test_a_statement_for_thousands_of_rows(queries: Topic) -> None:
    sql(
        "INSERT INTO content_redirect (path, target, status, made_at) "
        "SELECT '/' || n, '/', 301, now() FROM generate_series(1, 3000) AS n"
    )
    assert len(took()) == 3000
    sql("UPDATE content_redirect SET target = path")
    assert {(each.op, each.groups) for each in took()} == {("U", frozenset({"card"}))}


def test_longest_names(db: None) -> None:
    assert all(len(name) <= 63 for name in triggers._wanted(connection))
    assert Redirect.objects.create(path="/a/", target="/", made_at=timezone.now())
