"""What a search counts of its entries has an index on SQLite; on PostgreSQL it is asked of whole words first.

There the function of the release before stays beside the new one, which is handed more, as long as somebody
may call it.
"""

from django.db import migrations

from content.search import postgresql, sqlite


def make(apps, schema_editor):
    made = {"sqlite": sqlite.CREATE_COUNTED, "postgresql": postgresql.FUNCTIONS}
    schema_editor.execute(made[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.DROP_COUNTED)


class Migration(migrations.Migration):
    dependencies = [("content", "0025_search_trigrams")]

    operations = [migrations.RunPython(make, drop, elidable=False)]
