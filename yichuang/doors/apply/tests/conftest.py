from collections.abc import Callable

import pytest
from django.test import Client

from tests import town as towns
from tests.doorstep import fresh_counts, on

__all__ = ["fresh_counts", "on"]


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture(autouse=True)
def _on_monday(on: Callable[..., None]) -> None:
    on(2026, 3, 2)


@pytest.fixture
def chen(town: towns.Town) -> Client:
    """Chen, signed in with an account known at the window."""
    client: Client = town.enter(Client())
    return client
