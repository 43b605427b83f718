from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests import town as towns
from yichuang.ground import now


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town without items; nobody has tried to sign in yet."""
    cache.clear()
    return towns.build(keys=())


@pytest.fixture(autouse=True)
def _still_telephone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let telephones show one code for the whole test, though half a minute may end meanwhile."""
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([58_000_000]))


def shown(seed: str) -> str:
    """Return the code that the telephone shows for a seed."""
    return str(auth.format_hotp_value(auth.hotp_value(seed, next(auth.yield_hotp_counters_from_time()))))


@pytest.fixture
def inside(town: towns.Town) -> Callable[[str], Client]:
    """Return a browser in which this person is signed in."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let time pass for the doors."""
    began = now.now()

    def go_on(passed: Any) -> None:
        monkeypatch.setattr(now, "clock", lambda: began + passed)

    return go_on
