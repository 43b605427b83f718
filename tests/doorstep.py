"""Fixtures for the doors of the public, imported by their conftest pages: the clock they read, and nobody who has asked yet."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings

from yichuang.doors import brake
from yichuang.ground import now


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the clock of the doors: on(2026, 3, 3) is ten in the morning of that day in Shanghai."""

    def put(year: int, month: int, day: int, hour: int = 2) -> None:
        at = datetime(year, month, day, hour, tzinfo=UTC)
        monkeypatch.setattr(now, "clock", lambda: at)

    return put


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    """Let nobody have asked yet."""
    (settings.HOME / "run" / "brake").unlink(missing_ok=True)
    brake._opened.cache_clear()
    yield
