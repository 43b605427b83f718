"""Migrations are complete and linear per room."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_room_has_one_last_migration():
    loader = MigrationLoader(None)
    for label in sorted(
        config.label for config in apps.get_app_configs() if config.name.startswith("yichuang.")
    ):
        leaves = loader.graph.leaf_nodes(label)
        assert len(leaves) <= 1, f"{label} has two heads: {leaves}"
