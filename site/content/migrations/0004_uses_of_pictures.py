import re

from django.db import migrations, models

MANY = 500
REFERENCE = re.compile(r"\bpicture:(\d{1,18})\b")
FILE = re.compile(r"/media/(pictures/[0-9a-f]{2}/[0-9a-f]{32}\.\w{1,8})")


def note_uses(apps, schema_editor):
    """What rows and newest revisions show already."""
    Use, Revision = apps.get_model("content", "Use"), apps.get_model("content", "Revision")
    files = dict(apps.get_model("media", "Picture").objects.values_list("file", "pk"))
    pictures = set(files.values())

    def named(body, lead):
        found = {int(number) for number in REFERENCE.findall(body)} | ({lead} if lead else set())
        return found | {files[each] for each in FILE.findall(body) if each in files}

    for kind, model in (("post", apps.get_model("blog", "Post")), ("page", apps.get_model("pages", "Page"))):
        rows = model.objects.values_list("pk", "body", "lead_picture_id")
        for pk, body, lead in rows.iterator(MANY):
            last = Revision.objects.filter(of=kind, thing_id=pk).order_by("pk").last()
            in_row = named(body, lead)
            in_draft = named(last.fields.get("body", ""), last.fields.get("lead_picture")) if last else set()
            Use.objects.bulk_create(
                Use(of=kind, thing_id=pk, picture_id=each, in_row=each in in_row, in_draft=each in in_draft)
                for each in (in_row | in_draft) & pictures
            )


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0001_initial"),
        ("content", "0003_newest"),
        ("media", "0002_library"),
        ("pages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=16)),
                ("thing_id", models.BigIntegerField()),
                ("in_row", models.BooleanField(default=False)),
                ("in_draft", models.BooleanField(default=False)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="uses", to="media.picture"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "thing_id", "picture"), name="one_use_a_text")
                ],
            },
        ),
        migrations.RunPython(note_uses, migrations.RunPython.noop, elidable=True),
    ]
