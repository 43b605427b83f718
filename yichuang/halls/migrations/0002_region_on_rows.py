"""Every row carries its region (settled.md); those there are take it from the row they hang from."""

from django.db import migrations

import yichuang.journal.models

FILL = "UPDATE {0} SET region = (SELECT p.region FROM {2} p WHERE p.id = {0}.{1})"
ROWS = [
    ("halls_zone", "hall_id", "halls_hall"),
    ("halls_window", "zone_id", "halls_zone"),
    ("halls_seat", "window_id", "halls_window"),
]


class Migration(migrations.Migration):
    dependencies = [("halls", "0001_initial")]
    operations = [
        migrations.AddField("zone", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="hall"), preserve_default=False),
        migrations.AddField("window", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="zone"), preserve_default=False),
        migrations.AddField("seat", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="window"), preserve_default=False),
        *(migrations.RunSQL(FILL.format(*row), migrations.RunSQL.noop) for row in ROWS),
    ]
