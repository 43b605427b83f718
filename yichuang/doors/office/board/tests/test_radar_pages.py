"""The drift radar's pages: a number leads to its cases, a finding becomes the editors' work, nobody opens what is not theirs."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.complaints.models import Flaw
from yichuang.ground import now
from yichuang.supervision import sweeping

FOOD = "food-business-license-new"
RADAR, LATER = "/office/board/drift/", MONDAY + timedelta(days=21)
LANDLORD = {"place": 0, "reason": "7", "fields": {"text": "另外交房东的身份证复印件"}}


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "clock", lambda: LATER)
    return build((FOOD,))


def signed_in(town: Town, name: str = "guo") -> Client:
    client = Client()
    client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def lived(town: Town, count: int = 3) -> str:
    for n in range(count):
        case = town.case(FOOD, upto="filed", at=MONDAY + timedelta(days=n))
        cases.ask_once(case.pk, by=town.actor("lin"), at=MONDAY + timedelta(days=n), lines=[LANDLORD])
    sweeping.sweep(LATER)
    return f"{RADAR}{town.items[FOOD].current_id}/"


def text(client: Client, href: str) -> str:
    answer = client.get(href)
    assert answer.status_code == 200
    return answer.content.decode()


def links(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a href="([^"]*drift/\d+/cases/[^"]*)">(\d+)</a>', page)
    return [(href.replace("&amp;", "&"), number) for href, number in found]


def test_every_number_of_both_pages_leads_to_as_many_cases_and_on_to_a_case(town: Town) -> None:
    one, client = lived(town), signed_in(town)
    told = links(text(client, RADAR)) + links(text(client, one))
    assert len(told) > 8
    for href, number in told:
        page = text(client, href)
        assert f"<p>共{number}件</p>" in page, href
    case = re.search(r'class="code" href="([^"]+)"', page)
    assert case and client.get(case[1]).status_code == 200


def test_a_finding_becomes_work_of_the_editors_once(town: Town) -> None:
    one, client = lived(town), signed_in(town)
    page = text(client, one)
    key = re.search(r'name="finding" value="([^"]+)"', page)[1]  # type: ignore[index]
    sent = {"finding": key, "idempotency_key": "k1"}
    for _ in range(2):
        assert client.post(f"{one}flaws/", sent).status_code == 302
    flaw = Flaw.objects.get()
    assert flaw.place == "material" and "房东的身份证复印件" in flaw.clear()
    assert flaw.number in text(client, one)
    assert client.post(f"{one}flaws/", sent | {"idempotency_key": "k2"}).status_code == 409
    editor = signed_in(town, "he")
    assert "漂移雷达" in text(editor, f"/office/complaints/flaws/{flaw.pk}/")
    assert not links(text(editor, one))
    assert client.post(f"{one}flaws/", {"finding": "1:beyond:x"}).status_code == 409


def test_a_department_sees_its_own_and_nobody_elses(town: Town) -> None:
    one = lived(town)
    assert "食品经营许可证新办" in text(signed_in(town, "wu"), RADAR)
    other = signed_in(town, "zheng")
    assert "食品经营许可证新办" not in text(other, RADAR)
    assert [other.get(href).status_code for href in (one, f"{one}cases/")] == [404, 404]
    assert signed_in(town, "lin").get(RADAR).status_code == 403


@pytest.mark.parametrize(
    "query", ["?months=x&body=99&item=%00", "?sort=nothing&page=99", "?months=12&item=qqq"]
)
def test_what_nobody_can_mean_is_left_out(town: Town, query: str) -> None:
    one, client = lived(town, 1), signed_in(town)
    for href in (RADAR, one, f"{one}cases/"):
        assert client.get(href + query).status_code == 200
    assert (
        client.get(f"{one}cases/?what=beyond&at=w999999999999999999&place=77777&asks=%00").status_code == 200
    )
    assert client.get(f"{one}cases/?what=nothing").status_code == 404


def test_more_versions_and_cases_are_as_many_queries(town: Town) -> None:
    one, client = lived(town, 1), signed_in(town)
    counts = []
    for _ in range(2):
        for href in (RADAR, one, f"{one}cases/"):
            client.get(href)
            with CaptureQueriesContext(connection) as made:
                client.get(href)
            counts.append(len(made))
        lived(town, 3)
    assert counts[:3] == counts[3:] and max(counts) <= 20
