"""A bill: drawn from the record or by hand, paid once, given back when the case ends so; nothing else moves it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Paper
from yichuang.journal import errands
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, Refused, WrongState
from yichuang.law import fees
from yichuang.payments import acts
from yichuang.payments.models import Attempt, Bill
from yichuang.payments.tests.conftest import FEE, FOOD

LATER = MONDAY + timedelta(hours=5)
BY_HAND = [{"name": "工本费", "amount": 1050, "basis": "示发改价〔2021〕2号"}]
FETCH = {"receiver_number": CHEN_ID, "checked": {"document": True, "person": True, "result": True}}


def drained(at: Any = LATER) -> None:
    while errands.drain(at):
        pass


def billed(town: Town, upto: str = "ready", **changes: Any) -> Bill:
    case = town.case(FOOD, upto=upto, **changes)
    drained()
    return Bill.objects.get(case=case)


def begun(town: Town, bill: Bill) -> str:
    return str(acts.begin(bill.pk, by=town.citizen, at=LATER, provider="local")["attempt"])


def learn(town: Town, bill: Bill, attempt: str, outcome: str = "paid", amount: int = 3000) -> Any:
    return acts.learn(bill.pk, by=town.night, at=LATER, attempt=attempt, outcome=outcome, amount=amount)


def test_a_grant_draws_the_bill_that_the_record_reckons(town: Town) -> None:
    bill = billed(town, "decided")
    assert (bill.state, bill.total, bill.receiver, bill.first) == ("open", 3000, "示例区财政局", True)
    assert bill.said[0]["basis"] == "示发改价〔2020〕1号"
    assert Entry.objects.filter(subject=bill.case_id, act="cases.note_fee").exists()


def test_a_bill_by_the_record_waits_for_its_moment(town: Town) -> None:
    town.case(FOOD, upto="accepted")
    drained()
    assert not Bill.objects.exists()


def test_where_an_amount_is_not_known_nobody_reckons_it(town: Town) -> None:
    town.rewrite(FOOD, fee=FEE | {"lines": [{"name": "检测费", "amount": None, "basis": "甲"}]})
    case = town.case(FOOD, upto="decided")
    drained()
    assert not Bill.objects.exists()
    with pytest.raises(WrongState, match="由部门按依据"):
        acts.draw(by=town.night, at=LATER, case=case.pk)
    made = acts.draw(by=town.actor("wu"), at=LATER, case=case.pk, lines=BY_HAND)
    assert made["total"] == 1050


def test_a_reduction_to_nothing_is_a_waiver_and_holds_up_nothing(town: Town) -> None:
    answers = {q["key"]: q["options"][0]["value"] for q in town.version(FOOD).record["scenarios"]}
    free = {
        "name": "小微企业",
        "percent": 100,
        "basis": "财税〔2019〕46号",
        "scenario": {k: [v] for k, v in answers.items()},
    }
    town.rewrite(FOOD, fee=FEE | {"reductions": [free]})
    bill = billed(town)
    assert (bill.state, bill.total) == ("waived", 0)
    cases.hand_over(bill.case_id, by=town.actor("yang"), at=LATER, **FETCH)


def test_a_free_item_has_no_bill(town: Town) -> None:
    town.rewrite(FOOD, fee={"charged": False})
    case = town.case(FOOD, upto="decided")
    with pytest.raises(WrongState, match="不收费"):
        acts.draw(by=town.actor("wu"), at=LATER, case=case.pk, lines=BY_HAND)


@pytest.mark.parametrize(
    "wrong", [{"amount": 10.5}, {"amount": 0}, {"amount": -1}, {"amount": True}, {"basis": " "}, {"name": ""}]
)
def test_a_line_by_hand_has_a_whole_amount_and_its_basis(town: Town, wrong: dict[str, Any]) -> None:
    town.rewrite(FOOD, fee={"charged": True})
    case = town.case(FOOD, upto="accepted")
    with pytest.raises(BadInput):
        acts.draw(by=town.actor("wu"), at=LATER, case=case.pk, lines=[BY_HAND[0] | wrong])
    assert not Bill.objects.exists()


def test_another_department_draws_no_bill(town: Town) -> None:
    town.rewrite(FOOD, fee={"charged": True})
    case = town.case(FOOD, upto="accepted")
    with pytest.raises(NotYours):
        acts.draw(by=town.actor("zheng"), at=LATER, case=case.pk, lines=BY_HAND)


def test_one_case_has_one_live_bill(town: Town) -> None:
    bill = billed(town)
    with pytest.raises(WrongState, match="已经有缴费单"):
        acts.draw(by=town.actor("wu"), at=LATER, case=bill.case_id, lines=BY_HAND)


def test_what_is_paid_first_holds_up_the_result(town: Town) -> None:
    bill = billed(town)
    with pytest.raises(WrongState, match=r"还有30\.00元没有缴"):
        cases.hand_over(bill.case_id, by=town.actor("yang"), at=LATER, **FETCH)
    with pytest.raises(WrongState, match="没有缴"):
        cases.post(bill.case_id, by=town.actor("yang"), at=LATER, tracking="E1", address="示例区")
    acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="cash", receipt="0001")
    cases.hand_over(bill.case_id, by=town.actor("yang"), at=LATER, **FETCH)
    assert Case.objects.get(pk=bill.case_id).state == "delivered"


def test_before_the_bill_is_drawn_the_result_waits_too(town: Town) -> None:
    case = town.case(FOOD, upto="ready")
    with pytest.raises(WrongState, match="缴费单还没有开出"):
        cases.hand_over(case.pk, by=town.actor("yang"), at=LATER, **FETCH)
    acts.draw(by=town.actor("wu"), at=LATER, case=case.pk, waived="《示例办法》第三条，免收")
    cases.hand_over(case.pk, by=town.actor("yang"), at=LATER, **FETCH)


def test_paid_on_line_leaves_a_receipt_on_the_file(town: Town) -> None:
    bill = billed(town)
    assert learn(town, bill, begun(town, bill))["state"] == "paid"
    drained()
    content = json.loads(Paper.objects.get(case=bill.case_id, kind="payment").content)
    assert content["bill"]["total"] == 3000 and content["charged"][0]["name"] == "证书工本费"


def test_nobody_pays_twice(town: Town) -> None:
    bill = billed(town)
    attempt = begun(town, bill)
    with pytest.raises(WrongState, match="还没有结果") as told:
        begun(town, bill)
    assert told.value.facts["attempt"] == attempt
    with pytest.raises(WrongState, match="免得收两次"):
        acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="cash", receipt="0001")
    learn(town, bill, attempt)
    for again in (
        lambda: begun(town, bill),
        lambda: acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="pos", receipt="2"),
    ):
        with pytest.raises(WrongState, match="已缴"):
            again()


def test_the_same_outcome_told_twice_changes_nothing(town: Town) -> None:
    bill = billed(town)
    attempt = begun(town, bill)
    learn(town, bill, attempt)
    before = Entry.objects.count()
    with pytest.raises(WrongState, match="已经记过"):
        learn(town, bill, attempt)
    with pytest.raises(WrongState):
        learn(town, bill, attempt, "failed")
    assert Entry.objects.count() == before


def test_another_amount_is_not_taken(town: Town) -> None:
    bill = billed(town)
    attempt = begun(town, bill)
    with pytest.raises(BadInput, match="金额对不上"):
        learn(town, bill, attempt, amount=1)
    assert Bill.objects.get(pk=bill.pk).state == "open"


def test_a_failed_try_leaves_the_bill_open_for_another(town: Town) -> None:
    bill = billed(town)
    learn(town, bill, begun(town, bill), "failed", 0)
    assert Bill.objects.get(pk=bill.pk).state == "open"
    assert learn(town, bill, begun(town, bill))["state"] == "paid"


def test_money_that_comes_late_for_a_paid_bill_goes_back(town: Town) -> None:
    bill = billed(town)
    first = begun(town, bill)
    learn(town, bill, first, "closed", 0)
    acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="cash", receipt="0001")
    assert learn(town, bill, first)["attempt"] == "surplus"
    drained()
    assert Attempt.objects.get(number=first).state == "back" and Bill.objects.get(pk=bill.pk).state == "paid"


def test_money_that_comes_late_for_an_open_bill_pays_it(town: Town) -> None:
    bill = billed(town)
    attempt = begun(town, bill)
    learn(town, bill, attempt, "closed", 0)
    assert learn(town, bill, attempt)["state"] == "paid"


def test_void_gives_the_money_back_by_the_way_it_came(town: Town) -> None:
    bill = billed(town)
    attempt = begun(town, bill)
    learn(town, bill, attempt)
    cases.void(bill.case_id, by=town.actor("guo"), at=LATER, why="录错了")
    drained()
    assert (
        Bill.objects.get(pk=bill.pk).state == "refunded"
        and Attempt.objects.get(number=attempt).state == "back"
    )


def test_cash_goes_back_at_the_window(town: Town) -> None:
    bill = billed(town)
    acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="cash", receipt="0001")
    acts.refund(bill.pk, by=town.actor("sun"), at=LATER, why="重复收费")
    acts.give_back(bill.pk, by=town.actor("yang"), at=LATER, receipt="T0001")
    assert Bill.objects.get(pk=bill.pk).state == "refunded"


def test_an_open_bill_of_a_case_that_ended_is_void(town: Town) -> None:
    town.rewrite(FOOD, fee=FEE | {"payable": "acceptance"})
    bill = billed(town, "accepted")
    cases.withdraw(bill.case_id, by=town.actor("lin"), at=LATER)
    drained()
    assert Bill.objects.get(pk=bill.pk).state == "cancelled"


@pytest.mark.parametrize(("rule", "state"), [(["refused"], "refunding"), ([], "paid")])
def test_a_refusal_gives_back_what_the_rule_says(town: Town, rule: list[str], state: str) -> None:
    town.rewrite(FOOD, fee=FEE | {"payable": "acceptance", "refund": rule})
    bill = billed(town, "reviewed")
    acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="pos", receipt="0001")
    cases.decide(
        bill.case_id, by=town.actor("sun"), at=LATER, outcome="refused", opinion="不符合", clause="第一条"
    )
    drained()
    assert Bill.objects.get(pk=bill.pk).state == state


def test_a_stranger_begins_nothing(town: Town) -> None:
    bill = billed(town)
    with pytest.raises(NotYours):
        acts.begin(bill.pk, by=town.chen, at=LATER, provider="local")


def test_a_repeated_request_gets_the_first_answer(town: Town) -> None:
    bill = billed(town)
    asked = {"by": town.actor("yang"), "at": LATER, "way": "cash", "receipt": "0001", "key": "k1"}
    assert acts.take(bill.pk, **asked) == acts.take(bill.pk, **asked)


@pytest.mark.parametrize("verb", ["refund", "give_back", "cancel"])
def test_a_bill_in_another_state_is_left_alone(town: Town, verb: str) -> None:
    bill = billed(town)
    if verb == "cancel":
        acts.take(bill.pk, by=town.actor("yang"), at=LATER, way="cash", receipt="1")
    said = {"receipt": "1"} if verb == "give_back" else {"why": "试"}
    with pytest.raises(Refused, match="这一步只能在"):
        getattr(acts, verb)(bill.pk, by=town.night, at=LATER, **said)


def test_fen_are_whole(town: Town) -> None:
    bill = billed(town)
    assert type(bill.total) is int and fees.yuan(bill.total) == "30.00"
