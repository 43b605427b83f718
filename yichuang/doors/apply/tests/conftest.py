from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from tests import town as towns
from yichuang.doors import brake
from yichuang.ground import now


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the clock of the doors: on(2026, 3, 3) is ten in the morning of that day in Shanghai."""

    def put(year: int, month: int, day: int, hour: int = 2) -> None:
        at = datetime(year, month, day, hour, tzinfo=UTC)
        monkeypatch.setattr(now, "clock", lambda: at)

    return put


@pytest.fixture(autouse=True)
def _on_monday(on: Callable[..., None]) -> None:
    on(2026, 3, 2)


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    """Let nobody have asked yet."""
    (settings.HOME / "run" / "brake").unlink(missing_ok=True)
    brake._opened.cache_clear()
    yield


@pytest.fixture
def chen(town: towns.Town) -> Client:
    """Chen, signed in with an account known at the window."""
    client: Client = town.enter(Client())
    return client
