"""The permission matrix: every address × every post; the lists tell nothing of what the post may not see.

What forged ids of other departments, halls and regions come to is in `test_forged.py`.
"""

import re
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.house.test_doors import address, listed, routes
from tests.town import Town, build
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.law import powers
from yichuang.law.identity import synthetic_resident_id

WHO = {
    "clerk": "lin", "issue": "yang", "reviewer": "wu", "approver": "sun", "chief": "qi", "head": "gao", "government": "luo", "editor": "he",
    "supervisor": "guo", "guide": "dao", "sysadmin": "xi", "secadmin": "an", "audadmin": "ji",
}  # fmt: skip
SECRET = "阿依古丽·麦麦提"
CASE = re.compile(r"<uuid:case>")


@cache
def closed() -> tuple[str, ...]:
    """Every route that needs sign-in and is not the API."""
    opened = listed()
    return tuple(
        r
        for r, d in sorted(routes().items())
        if r not in opened and f"{d}:" not in opened and not r.startswith("api/")
    )


def filled(route: str, case: Any) -> str:
    """The address of a route for this case."""
    return address(CASE.sub(str(case), route))


def person(n: int) -> PartyIn:
    from datetime import date

    return PartyIn(SECRET, synthetic_resident_id("189901", date(1960, 1, 1), n), phone="13800000001")


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The town with a case at the market department and one at the fire brigade, of people with a name to look for."""
    monkeypatch.setattr("yichuang.doors.entrance.duties.has_second_factor", lambda person: True)
    return build()


def signed_in(town: Town, kind: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.people[WHO[kind]], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize("kind", WHO)
def test_lists_searches_counts_and_exports_show_only_what_may_be_seen(town: Town, kind: str) -> None:
    """Without words, with a name, and, wherever the page opened its query, with each number of the cases.

    Django makes `request.GET` when it is first read: a page that did not read it answers all words alike.
    """
    cases = [town.case(applicant=person(1)), town.case("fire-safety-check-general", applicant=person(2))]
    client, actor = signed_in(town, kind), town.actor(WHO[kind])
    hidden = [c for c in cases if not Case.objects.visible_to(actor).filter(pk=c.pk).exists()]
    audits = kind == "audadmin"  # reads the journal, which has numbers and no names
    for route in (r for r in closed() if "<" not in r):
        reads = True
        for query in (
            {},
            {"q": SECRET},
            {"q": cases[0].filing_number},
            {"q": cases[1].filing_number},
            {"q": cases[1].query_code},
        ):
            if "q" in query and query["q"] != SECRET and not reads:
                continue
            answer = client.get(address(route), query)
            reads = "GET" in vars(answer.wsgi_request)
            told = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code < 500, (kind, route, query, answer.status_code)
            for case in hidden:
                asked = query.get("q") in (case.filing_number, case.query_code)
                assert audits or (case.number or "—").encode() not in told, (kind, route, query)
                assert asked or audits or case.filing_number.encode() not in told, (kind, route, query)
            if len(hidden) == 2 and query.get("q") != SECRET:
                assert SECRET.encode() not in told, (kind, route, query)


@pytest.mark.parametrize("kind", WHO)
def test_no_address_is_a_server_error_for_any_post(town: Town, kind: str) -> None:
    case = town.case()
    client = signed_in(town, kind)
    for route in closed():
        if "logout" in route:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(filled(route, case.pk), {"x": "1"} if method == "post" else {})
            assert answer.status_code < 500, (kind, method, route, answer.status_code)


def test_the_matrix_knows_every_post() -> None:
    assert set(WHO) == {kind for kind, _ in powers.POSTS}
