"""A citizen pays on line: one bill, two honest outcomes, never twice; nobody else sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.ground import now
from yichuang.law.identity import synthetic_resident_id
from yichuang.payments import acts, providers
from yichuang.payments.models import Attempt, Bill
from yichuang.payments.tests.conftest import local, town
from yichuang.payments.tests.test_bills import LATER, billed, drained

__all__ = ["local", "town"]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: Any) -> None:
    monkeypatch.setattr(now, "clock", lambda: LATER + timedelta(minutes=1))


@pytest.fixture
def chen(town: Town, local: None) -> Client:
    client: Client = town.enter(Client())
    return client


def page(bill: Bill) -> str:
    return f"/my/cases/{bill.case_id}/payment/"


def paid(chen: Client, bill: Bill, outcome: str) -> str:
    there = chen.post(page(bill), {"op": "pay"})["Location"]
    assert there == f"/pay/{Attempt.objects.latest('pk').number}/"
    back = chen.post(there, {"outcome": outcome})["Location"]
    return chen.get(back).content.decode()


def test_amount_law_and_receiver_stand_before_the_button(town: Town, chen: Client) -> None:
    text = chen.get(page(billed(town))).content.decode()
    for word in ("30.00元", "示发改价〔2020〕1号", "示例区财政局", "去付款", "先缴费，再领结果"):
        assert word in text, word


def test_paid_is_said_with_the_amount_and_leaves_a_receipt(town: Town, chen: Client) -> None:
    bill = billed(town)
    assert "已付30.00元" in paid(chen, bill, "paid")
    drained(LATER + timedelta(minutes=2))
    assert "看缴费凭证" in chen.get(page(bill)).content.decode()
    assert chen.post(page(bill), {"op": "pay"}).status_code == 409


@pytest.mark.parametrize("outcome", ["failed", "closed"])
def test_not_paid_is_said_and_can_be_tried_again(town: Town, chen: Client, outcome: str) -> None:
    bill = billed(town)
    assert "没付成，没有扣款。可以再付一次。" in paid(chen, bill, outcome)
    assert "已付30.00元" in paid(chen, bill, "paid")
    assert Attempt.objects.filter(bill=bill, state="paid").count() == 1


def test_what_nobody_told_us_is_said_and_asked_after(town: Town, chen: Client) -> None:
    bill = billed(town)
    text = paid(chen, bill, "silent")
    assert "还没有结果" in text and "查结果" in text
    assert chen.post(page(bill), {"op": "pay"})["Location"].startswith("/pay/")
    assert Attempt.objects.filter(bill=bill).count() == 1
    assert chen.post(page(bill), {"op": "ask"}).status_code == 302
    assert "已付30.00元" in chen.get(page(bill)).content.decode()


def test_a_platform_out_of_reach_is_said_and_nothing_is_lost(
    town: Town, chen: Client, monkeypatch: Any
) -> None:
    def away(*said: Any) -> None:
        raise OSError

    bill = billed(town)
    monkeypatch.setattr(providers.named("local"), "order", away)
    answer = chen.post(page(bill), {"op": "pay"})
    assert answer.status_code == 409 and "没有扣款" in answer.content.decode()


def test_somebody_else_does_not_see_it(town: Town, local: None) -> None:
    bill = billed(town)
    other = town.account("李四", synthetic_resident_id("189901", MONDAY.date().replace(year=1970), 5))
    stranger: Client = town.enter(Client(), other)
    assert stranger.get(page(bill)).status_code == 404
    assert Client().get(page(bill)).status_code == 302
    assert CHEN_ID not in str(bill.lines)


@pytest.mark.parametrize(
    ("state", "word"),
    [("waived", "免收"), ("cancelled", "作废"), ("refunding", "正在退回"), ("refunded", "已退回")],
)
def test_every_end_of_a_bill_has_its_words(town: Town, chen: Client, state: str, word: str) -> None:
    bill = billed(town)
    Bill.objects.filter(pk=bill.pk).update(state=state, why="《示例办法》第三条", ended_at=LATER)
    assert word in chen.get(page(bill)).content.decode()


def test_without_a_platform_one_pays_at_the_window(town: Town, settings: Any) -> None:
    bill = billed(town)
    chen: Client = town.enter(Client())
    assert "现在在窗口缴" in chen.get(page(bill)).content.decode()
    acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="pos", receipt="0007")
    assert "窗口刷卡" in chen.get(page(bill)).content.decode()
