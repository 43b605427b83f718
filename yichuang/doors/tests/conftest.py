import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests import town as towns
from yichuang.doors import brake


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture
def enter(town: towns.Town) -> Callable[[str], Client]:
    """Sign a person of the cast in: enter("wu") is a client at Wu's post."""

    def signed_in(name: str) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return signed_in


@pytest.fixture
def fresh_brake() -> None:
    """Nobody has asked for anything yet."""
    _, counts = brake._opened(settings.HOME / "run" / "brake", os.getpid())
    counts[:] = bytes(len(counts))
