from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('studio', '0002_views_and_bulk_actions'),
    ]

    operations = [
        migrations.AddField(
            model_name='receipt',
            name='unkept',
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
