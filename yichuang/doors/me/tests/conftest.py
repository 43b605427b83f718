"""A citizen's hands for tests: a client that signs in by the code on its way, with the counts of the brake at nought."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.town import Town
from yichuang.doors.tests.conftest import enter, fresh_brake, town  # noqa: F401


@pytest.fixture(autouse=True)
def counted_anew(fresh_brake: None) -> None:  # noqa: F811
    """The brake's counts are at nought."""


@pytest.fixture
def sign_in(town: Town) -> Callable[..., Any]:  # noqa: F811
    """Sign in by telephone: sign_in(client) or sign_in(client, "139…"); returns the last answer."""

    def by_code(client: Client, phone: str = "13800000000", **more: str) -> Any:
        client.post("/my/sign-in/", {"phone": phone, **more})
        return client.post("/my/sign-in/code/", {"code": town.code_to(phone)})

    return by_code
