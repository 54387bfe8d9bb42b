"""On PostgreSQL entries are ranked by a short vector of their own; the worker makes it for those there are."""

from django.db import migrations

from content.search import postgresql


def make_table(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql.CREATE_RANKED)
        apps.get_model("content", "SearchDue").objects.get_or_create(of="*", thing_id=0)


def drop_table(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql.DROP_RANKED)


class Migration(migrations.Migration):
    dependencies = [("content", "0020_public_changes")]

    operations = [migrations.RunPython(make_table, drop_table, elidable=False)]
