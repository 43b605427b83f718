from django.db import migrations, models

FILL = (
    "UPDATE clock_stop SET region = coalesce("
    "(SELECT max(t.region) FROM clock_term t WHERE t.subject = clock_stop.subject), '')"
)


class Migration(migrations.Migration):
    """Every stop carries its region, as its term does."""

    dependencies = [("clock", "0001_initial")]
    operations = [
        migrations.AddField(
            "stop", "region", models.CharField(default="", max_length=12), preserve_default=False
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
