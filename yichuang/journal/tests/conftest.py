import pytest
from django.conf import settings

from tests import town as towns


@pytest.fixture
def town(db: None, tmp_path, monkeypatch) -> towns.Town:  # type: ignore[no-untyped-def]
    """The small town, with bills and signing key in a folder of this test."""
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return towns.build()
