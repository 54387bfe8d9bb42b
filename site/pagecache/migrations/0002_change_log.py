import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pagecache", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="outbox",
            name="is_epoch",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="outbox",
            name="made_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="outbox",
            name="tags",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.CreateModel(
            name="Changed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("txn", models.BigIntegerField(null=True)),
                ("tbl", models.TextField()),
                ("op", models.TextField()),
                ("row", models.TextField(blank=True, db_column="pk", db_default="")),
                ("groups", models.TextField(blank=True, db_default="")),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
            ],
            options={
                "verbose_name_plural": "changed",
                "indexes": [
                    models.Index(
                        condition=models.Q(("txn__isnull", False)),
                        fields=["txn"],
                        name="changes_of_a_transaction",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("run_id", models.CharField(blank=True, default="", max_length=64)),
                ("identity", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "verbose_name_plural": "standing",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_standing")],
            },
        ),
    ]
