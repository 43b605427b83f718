"""Every row carries its region (settled.md); those there are take it from the row they hang from."""

from django.db import migrations

import yichuang.journal.models

FILL = "UPDATE {0} SET region = (SELECT p.region FROM {2} p WHERE p.id = {0}.{1})"
ROWS = [
    ("catalogue_version", "item_id", "catalogue_item"),
    ("catalogue_debt", "version_id", "catalogue_version"),
    ("catalogue_basis", "version_id", "catalogue_version"),
    ("catalogue_name", "item_id", "catalogue_item"),
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.AddField("version", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="item"), preserve_default=False),
        migrations.AddField("debt", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="version"), preserve_default=False),
        migrations.AddField("basis", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="version"), preserve_default=False),
        migrations.AddField("name", "region", yichuang.journal.models.RegionOf(default="", editable=False, max_length=12, parent="item"), preserve_default=False),
        *(migrations.RunSQL(FILL.format(*row), migrations.RunSQL.noop) for row in ROWS),
    ]
