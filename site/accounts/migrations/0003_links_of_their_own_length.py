import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_doors")]

    operations = [
        # Links that were made before last no longer: each is good for a day, and a new one is made in no time.
        migrations.AddField(
            model_name="loginlink",
            name="good_until",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
