"""A case's page in the office and at the desk lists its orders and the complaints about it, for who may see them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import MONDAY, Town, build
from yichuang.bundles.tests import scenes as things
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.tests import scenes
from yichuang.doors.office.tests.test_pages import signed_in
from yichuang.ground import now
from yichuang.supervision import acts
from yichuang.supervision.orders import Order

FOOD = "food-business-license-new"
WHY = "这一件超了承诺时限，写明原因并办结"
PAGES = (("guo", "/office/cases/{}/"), ("wu", "/desk/cases/{}/"))


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town on its Monday."""
    monkeypatch.setattr(now, "clock", lambda: MONDAY)
    return build()


def ordered(town: Town, case: Any) -> Order:
    made = acts.order(by=town.actor("guo"), at=MONDAY, level="urge", why=WHY, card=town.card(case).pk)
    return Order.objects.get(pk=made["id"])


def shown(town: Town, who: str, path: str, case: Any) -> str:
    answer = signed_in(town, who).get(path.format(case.pk))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_open_and_closed_orders_and_complaints_are_listed(town: Town, who: str, path: str) -> None:
    case = town.case(FOOD)
    order, complaint = ordered(town, case), scenes.brought(town, case=case.pk)
    page = shown(town, who, path, case)
    assert "督办和投诉" in page and reverse("office:urging:order", args=[order.pk]) in page
    assert reverse("office:complaints:order", args=[complaint.pk]) in page
    assert f"投诉：{complaint.number}" in page and "等签收" in page
    acts.withdraw_order(order.pk, by=town.actor("luo"), at=MONDAY, why="已经当面说清。")
    assert order.number in shown(town, who, path, case)


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_of_a_case_without_any_nothing_is_said(town: Town, who: str, path: str) -> None:
    assert "督办和投诉" not in shown(town, who, path, town.case(FOOD))


def test_what_is_not_for_ones_eyes_is_not_listed(town: Town) -> None:
    case, health = town.case(FOOD), town.departments["health"].pk
    away = scenes.taken(town, case=case.pk)
    market = town.departments["market"]
    veiled = scenes.taken(town, case=case.pk, category="report", about=market.pk)
    WorkOrder.objects.filter(pk=veiled.pk).update(department=market)
    order = ordered(town, case)
    Order.objects.filter(pk=order.pk).update(to=health)
    page = shown(town, "wu", "/desk/cases/{}/", case)
    assert not any(one.number in page for one in (away, veiled, order))
    whole = shown(town, "guo", "/office/cases/{}/", case)
    assert away.number in whole and order.number in whole


def test_a_complaint_about_the_whole_thing_shows_on_its_parts(town: Town) -> None:
    thing = things.received(things.brought(town))
    case = things.part(thing, "individual-business-establishment").case
    complaint = scenes.taken(town, thing=thing.pk)
    assert complaint.number in shown(town, "guo", "/office/cases/{}/", case)


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_the_number_of_queries_does_not_grow(town: Town, who: str, path: str) -> None:
    case, client = town.case(FOOD), signed_in(town, who)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path.format(case.pk)).status_code == 200
        return len(seen)

    ordered(town, case)
    scenes.brought(town, case=case.pk)
    asked()
    few = asked()
    for rule in ("step-over", "due-soon", "long-stop"):
        card = town.card(case, rule=rule)
        acts.order(by=town.actor("guo"), at=MONDAY, level="urge", why=WHY, card=card.pk)
        scenes.brought(town, case=case.pk)
    assert asked() == few
