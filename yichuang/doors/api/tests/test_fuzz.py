"""Generated requests over the whole document: never a server error, always the promised content type."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from tests import town as towns
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token
from yichuang.wsgi import application

EXAMPLES = int(os.environ.get("YC_FUZZ", "12"))


def _key(who: str) -> str:
    return f"fuzz-{who}-{os.urandom(6).hex()}"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["lin", "sun"])
def test_no_generated_request_is_a_server_error(who: str) -> None:
    town = towns.build()
    town.case(upto="reviewed")
    raw = tokens.make()
    Token.objects.create(
        integrator=Integrator.objects.create(region=towns.REGION, name="试"), person=town.people[who], post=town.posts[who],
        digest=tokens.digest_of(raw), hint="yc_", made_at=towns.MONDAY,
    )  # fmt: skip
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    checked = [0]
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @_given(operation)
        def ask(case: Any) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {raw}", "Idempotency-Key": _key(who)})
            checked[0] += 1
            assert answer.status_code < 500, (
                case.method,
                case.formatted_path,
                answer.status_code,
                answer.text[:300],
            )

        ask()
    assert checked[0] > 100


def _given(operation: Any) -> Any:
    from hypothesis import given

    return given(case=operation.as_strategy())
