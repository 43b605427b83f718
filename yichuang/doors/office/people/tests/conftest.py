from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from tests import town as towns
from yichuang.law.powers import SINGLE


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town without items."""
    return towns.build(keys=())


@pytest.fixture
def inside(town: towns.Town) -> Callable[[str], Client]:
    """Return a browser in which this person is signed in; administrators have their second factor."""

    def enter(name: str) -> Client:
        person = town.people[name]
        if name in town.posts and town.posts[name].kind in SINGLE and not person.authenticator_set.exists():
            TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter
