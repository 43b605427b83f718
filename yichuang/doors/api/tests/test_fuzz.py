"""Generated requests over the whole document, signed in at every kind of post: no server error, and what was promised.

Half of the requests that name a case or a paper name one that is there, so that the acts themselves are reached.
"""

import os
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import town as towns
from yichuang.cases.models import Case, Paper
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token
from yichuang.wsgi import application

EXAMPLES = int(os.environ.get("YC_FUZZ", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
STATES = ("filed", "accepted", "reviewed", "decided", "ready", "delivered")


def _token(town: towns.Town, system: Integrator, who: str) -> str:
    raw = tokens.make()
    post = town.posts.get(who)
    Token.objects.create(
        integrator=system, person=town.people[who] if post else None, post=post, digest=tokens.digest_of(raw), hint="yc_",
        made_at=towns.MONDAY,
    )  # fmt: skip
    return raw


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", [("lin", "wu"), ("sun", "yang"), ("guo", "applicants")])
def test_generated_requests_get_what_the_document_promises(who: tuple[str, str]) -> None:
    town = towns.build()
    real = [town.case(upto=state).pk for state in STATES]
    papers = list(Paper.objects.filter(case__in=real).values_list("pk", flat=True))
    system = Integrator.objects.create(region=towns.REGION, name="试")
    raws = [_token(town, system, name) for name in who]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked, reached = count(1), set()
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            n = next(asked)
            for name, there in (("case", real), ("paper", papers)):
                if n % 2 and name in (case.path_parameters or {}):
                    case.path_parameters[name] = str(there[n % len(there)])
            headers = {"Authorization": f"Bearer {raws[n % 2]}", "Idempotency-Key": f"fuzz-{who}-{n}"}
            # An address of its own for each: the brake on query codes has its own test.
            headers["X-Forwarded-For"] = f"10.{n >> 16}.{(n >> 8) & 255}.{n & 255}"
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            reached.add((case.operation.label, answer.status_code))

        ask()
    assert next(asked) > 200 and {status for _, status in reached} >= {200, 404, 422}
    assert Case.objects.filter(pk__in=real).count() == len(real)
