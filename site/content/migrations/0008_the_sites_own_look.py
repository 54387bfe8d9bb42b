import django.core.validators
from django.db import migrations, models

import content.colours
import content.robots


class Migration(migrations.Migration):
    dependencies = [("content", "0007_autosaves_in_time")]

    operations = [
        migrations.RemoveField(model_name="sitesettings", name="logo"),
        migrations.AddField(
            model_name="sitesettings", name="logo", field=models.FileField(blank=True, max_length=200)
        ),
        migrations.AddField(
            model_name="sitesettings", name="logo_height", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="sitesettings", name="logo_width", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="posts_on_home",
            field=models.PositiveSmallIntegerField(
                default=7,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="sitesettings",
            name="brand",
            field=models.CharField(
                blank=True, max_length=7, validators=[content.colours.validate_colour]
            ),
        ),
        migrations.AlterField(
            model_name="sitesettings",
            name="robots",
            field=models.TextField(blank=True, validators=[content.robots.validate_robots]),
        ),
    ]
