from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import town as towns
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token

Ask = Callable[..., Any]


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town."""
    return towns.build()


@pytest.fixture
def ask(town: towns.Town) -> Ask:
    """Speak to the API as a person of the cast: ask("lin", "POST", "/cases", body, key="k")."""
    raws: dict[str, str] = {}
    integrator = Integrator.objects.create(region=towns.REGION, name="示例系统")
    client = Client()

    def speak(who: str, method: str, path: str, body: Any = None, *, key: str = "", **more: Any) -> Any:
        if who and who not in raws:
            raws[who] = tokens.make()
            post = town.posts.get(who)
            person = town.people[who] if post else None
            Token.objects.create(
                integrator=integrator,
                person=person,
                post=post,
                digest=tokens.digest_of(raws[who]),
                hint=raws[who][:8],
                made_at=towns.MONDAY,
            )
        headers = {"Authorization": f"Bearer {raws[who]}"} if who else {}
        if key:
            headers["Idempotency-Key"] = key
        return client.generic(
            method, f"/api/v1{path}", _text(body), content_type="application/json", headers=headers | more
        )

    speak.keys = raws  # type: ignore[attr-defined]
    return speak


def _text(body: Any) -> str:
    import json

    return body if isinstance(body, str) else json.dumps(body) if body is not None else ""
