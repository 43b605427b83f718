import pytest

from tests import town as towns


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town without items: people, posts and the hall."""
    return towns.build(keys=())
