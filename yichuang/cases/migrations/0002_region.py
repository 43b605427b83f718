from django.db import migrations, models

TABLES = ("party", "step", "paper", "notice", "commitment", "aftercheck", "delivery")
FILL = "UPDATE cases_{0} SET region = (SELECT c.region FROM cases_case c WHERE c.id = cases_{0}.case_id)"


class Migration(migrations.Migration):
    """Every row of a case carries its region."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        *(
            migrations.AddField(table, "region", models.CharField(default="", max_length=12), preserve_default=False)
            for table in TABLES
        ),
        *(migrations.RunSQL(FILL.format(table), migrations.RunSQL.noop) for table in TABLES),
    ]
