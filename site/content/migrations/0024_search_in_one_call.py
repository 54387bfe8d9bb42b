"""On PostgreSQL a search is one call of a function, which a session plans once."""

from django.db import migrations

from content.search import postgresql


def make_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql.FUNCTIONS)


def drop_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgresql.DROP_FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("content", "0023_prose_apart")]

    operations = [migrations.RunPython(make_functions, drop_functions, elidable=False)]
