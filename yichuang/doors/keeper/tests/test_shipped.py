"""What the program knows of its migrations without reading them."""

from django.db.migrations.loader import MigrationLoader

from yichuang.doors.keeper import house


def test_the_migrations_that_ship_are_those_that_django_finds() -> None:
    assert house._shipped() == set(MigrationLoader(None).disk_migrations)
