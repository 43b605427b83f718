import pytest

from tests import town as towns


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town, built in this test's database."""
    return towns.build()
