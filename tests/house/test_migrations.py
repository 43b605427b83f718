"""Migrations are complete and linear per room."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.town import build
from yichuang.catalogue.models import Version


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


# What belongs to the installation and to no region: its heartbeats, counters (their scope names the hall) and stamps.
EVERYWHERE = {"journal.Heartbeat", "supervision.Reach", "journal.Serial", "journal.Stamp"}


def test_every_row_carries_its_region():
    models = [m for m in apps.get_models() if m.__module__.startswith("yichuang.")]
    without = {m._meta.label for m in models if "region" not in {f.name for f in m._meta.fields}}
    assert without == EVERYWHERE


@pytest.mark.django_db
def test_a_row_that_hangs_from_another_has_its_region():
    town = build()
    case = town.case()
    assert {step.region for step in case.steps.all()} == {case.region} == {town.window.region}
    assert not Version.objects.exclude(region=case.region).exists()
