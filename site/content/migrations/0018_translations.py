
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0017_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.CharField(max_length=16)),
                ('thing_id', models.BigIntegerField()),
                ('group', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'thing_id'], name='texts_of_a_group')],
                'constraints': [models.UniqueConstraint(fields=('of', 'thing_id'), name='one_group_a_text')],
            },
        ),
    ]
