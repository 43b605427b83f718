from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import town as towns
from tests.doorstep import fresh_counts, on

TUESDAY = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)

__all__ = ["fresh_counts", "on"]


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture(autouse=True)
def _on_tuesday(on: Callable[..., None]) -> None:
    on(TUESDAY.year, TUESDAY.month, TUESDAY.day)


@pytest.fixture
def someone(town: towns.Town) -> Client:
    """Somebody with a browser, in the town, signed in as nobody."""
    return Client()
