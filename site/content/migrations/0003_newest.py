"""One narrow row a thing for the studio's lists, filled from the revisions that are there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from content.revisions import searched

AT_ONCE = 500


def fill(apps, schema_editor):
    revisions, newest = apps.get_model("content", "Revision"), apps.get_model("content", "Newest")
    last = revisions.objects.values("of", "thing_id").annotate(last=models.Max("pk")).values_list("last", flat=True)
    numbers = list(last)
    for begin in range(0, len(numbers), AT_ONCE):
        found = revisions.objects.filter(pk__in=numbers[begin : begin + AT_ONCE])
        newest.objects.bulk_create(_row(newest, revision) for revision in found)


def _row(newest, revision):
    # Revisions of other days may lack what those of today have.
    fields = revision.fields
    title = fields.get("title", "")
    return newest(
        of=revision.of,
        thing_id=revision.thing_id,
        revision=revision,
        title=title,
        folded=searched(title, fields.get("slug", "")),
        has_summary=bool(fields.get("summary")),
        kind=revision.kind,
        made_at=revision.made_at,
        author_id=revision.author_id,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("content", "0002_revisions_in_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="Newest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=16)),
                ("thing_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("folded", models.TextField()),
                ("has_summary", models.BooleanField()),
                ("kind", models.CharField(max_length=16)),
                ("made_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.revision"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["of", "revision", "thing_id"], name="newest_in_time"),
                    models.Index(fields=["of", "kind", "revision"], name="newest_by_kind"),
                ],
                "constraints": [models.UniqueConstraint(fields=("of", "thing_id"), name="one_newest_a_thing")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
