"""On SQLite the words that may be meant are found by a plain table of their trigrams.

What was there before stays, for the older release that still answers: it writes there what it learns.
"""

from django.db import migrations

from content.search import sqlite

AT_ONCE = 1_000


def make_table(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(sqlite.CREATE_TRIGRAMS)
    words = list(apps.get_model("content", "SearchWord").objects.values_list("word", flat=True))
    for begin in range(0, len(words), AT_ONCE):
        sqlite.learn(words[begin : begin + AT_ONCE])


def drop_table(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.DROP_TRIGRAMS)


class Migration(migrations.Migration):
    dependencies = [("content", "0024_search_in_one_call")]

    operations = [migrations.RunPython(make_table, drop_table, elidable=False)]
