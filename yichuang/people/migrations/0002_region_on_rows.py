"""Every row carries its region (settled.md); those there are take it from the row they hang from."""

from django.db import migrations

import yichuang.journal.models

FILL = "UPDATE {0} SET region = (SELECT p.region FROM {2} p WHERE p.id = {0}.{1})"
ROWS = [
    ("people_oldpassword", "person_id", "people_person"),
    ("people_holding", "person_id", "people_person"),
    ("people_leave", "person_id", "people_person"),
    ("people_token", "integrator_id", "people_integrator"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField("oldpassword", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="person"), preserve_default=False),
        migrations.AddField("holding", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="person"), preserve_default=False),
        migrations.AddField("leave", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="person"), preserve_default=False),
        migrations.AddField("token", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="integrator"), preserve_default=False),
        *(migrations.RunSQL(FILL.format(*row), migrations.RunSQL.noop) for row in ROWS),
    ]
