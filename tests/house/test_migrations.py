"""A release migrates while the old code still answers (docs/deploy.md), so migrations add, and drop later."""

import inspect

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from tests.house.migrating import faults

# The newest of each room when the rule was made; a site that runs has those, or none.
BEFORE_THE_RULE = {
    "accounts": "0004_letters_visits_and_spent_codes",
    "blog": "0006_related_posts",
    "content": "0019_reading_by_mail",
    "media": "0004_files",
    "pagecache": "0002_change_log",
    "pages": "0004_letters",
    "studio": "0002_views_and_bulk_actions",
}


def rules_hold_for(migration: Migration) -> bool:
    """Whether it is one of this house's own, and newer than the rule."""
    is_ours = "site-packages" not in str(inspect.getfile(type(migration)))
    return is_ours and migration.name > BEFORE_THE_RULE.get(migration.app_label, "")


def test_no_migration_locks_or_drops_what_the_old_code_uses():
    loader = MigrationLoader(None)
    found = {
        f"{app}.{name}": said
        for (app, name), migration in loader.disk_migrations.items()
        if rules_hold_for(migration)
        if (said := faults(migration, loader.project_state((app, name), at_end=False)))
    }
    assert not found


def of(*operations: object, **said: str) -> list[str]:
    """The faults of a migration with *operations*, where a table ``post`` with a text is there."""
    migration = type("Planted", (Migration,), {"operations": operations, **said})("planted", "blog")
    before = ProjectState()
    migrations.CreateModel("Post", [("text", models.TextField())]).state_forwards("blog", before)
    return faults(migration, before)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("post", "text"),
        migrations.RenameField("post", "text", "words"),
        migrations.DeleteModel("Post"),
        migrations.AddField("post", "other", models.TextField(default="")),
        migrations.AlterField("post", "text", models.CharField(max_length=9)),
        migrations.AlterField("post", "text", models.TextField(unique=True)),
        migrations.AddIndex("post", models.Index(fields=["text"], name="by_text")),
        migrations.AddConstraint("post", models.UniqueConstraint(fields=["text"], name="one_text")),
        migrations.RunPython(print),
        migrations.RunSQL("SELECT 1"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_each_that_locks_or_drops_is_found(operation):
    assert of(operation)
    assert not of(operation, accepted="Nobody used it for two releases.")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("post", "other", models.TextField(null=True)),
        migrations.AddField("post", "other", models.TextField(db_default="")),
        migrations.AlterField("post", "text", models.TextField(help_text="Words.")),
        migrations.RunPython(print, migrations.RunPython.noop),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_harms_nobody_is_let_through(operation):
    assert not of(operation)


def test_a_table_that_is_new_may_have_what_it_wants():
    new = migrations.CreateModel("Note", [("text", models.TextField())])
    assert not of(new, migrations.AddIndex("note", models.Index(fields=["text"], name="by_note")))


def test_rows_are_not_gone_through_while_the_schema_is_locked():
    column = migrations.AddField("post", "other", models.TextField(null=True))
    assert of(column, migrations.RunPython(print, migrations.RunPython.noop))
