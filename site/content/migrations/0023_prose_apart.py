"""Excerpts are taken from prose: the worker looks at every text anew, to tell prose from code and cells."""

from django.db import migrations


def look_at_all(apps, schema_editor):
    apps.get_model("content", "SearchDue").objects.get_or_create(of="*", thing_id=0)


class Migration(migrations.Migration):
    dependencies = [("content", "0022_planned_words")]

    operations = [migrations.RunPython(look_at_all, migrations.RunPython.noop, elidable=False)]
