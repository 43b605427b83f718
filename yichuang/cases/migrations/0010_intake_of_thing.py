from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_thing'),
    ]

    operations = [
        migrations.AddField(
            model_name='intake',
            name='thing',
            field=models.UUIDField(null=True, verbose_name='一件事'),
        ),
    ]
