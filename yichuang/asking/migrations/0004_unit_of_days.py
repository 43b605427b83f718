from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('asking', '0003_prereviews'),
    ]

    operations = [
        migrations.AlterField(
            model_name='thread',
            name='unit',
            field=models.CharField(max_length=8),
        ),
    ]
