"""Urging: given, signed for, answered, checked, closed; the next step follows by itself when nobody does anything."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import BEGIN, MONDAY, REGION, Town, build
from yichuang.cases import papers
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.journal.sweeps import discover
from yichuang.people.models import Holding
from yichuang.supervision import acts, escalating
from yichuang.supervision.orders import Order, OrderPaper
from yichuang.supervision.urging import may

WHY, FIRM = "这一件超了承诺时限，要说明并办结", "company-establishment"
DAY = timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    discover()
    return build((FIRM, "food-business-license-new"))


def given(town: Town, level: str = "urge", at: datetime = MONDAY, **asked: Any) -> Order:
    about = asked or {"card": town.card().pk}
    made = acts.order(by=town.actor(asked.pop("who", "guo")), at=at, level=level, why=WHY, **about)
    return Order.objects.get(pk=made["id"])


def answered(town: Town, **asked: Any) -> Order:
    order = given(town, **asked)
    acts.sign_order(order.pk, by=town.actor("gao"), at=MONDAY)
    acts.answer_order(order.pk, by=town.actor("sun"), at=MONDAY, text="已经办结，系统故障补了手续。")
    return Order.objects.get(pk=order.pk)


def test_it_is_numbered_goes_to_the_card_s_body_and_has_its_two_days(town: Town) -> None:
    order = given(town)
    assert (order.number, order.to, order.about) == ("督办〔2026〕1号", town.departments["market"], "card")
    assert (order.sign_due_on, order.answer_due_on) == (date(2026, 3, 3), date(2026, 3, 4))
    assert given(town).number == "督办〔2026〕2号"
    earlier = given(town, at=datetime(2025, 12, 31, 2, tzinfo=MONDAY.tzinfo))
    assert (earlier.number, earlier.sign_due_on) == ("督办〔2025〕1号", date(2026, 1, 4))


def test_signed_taken_answered_checked_closed(town: Town) -> None:
    order = given(town)
    acts.sign_order(order.pk, by=town.actor("gao"), at=MONDAY)
    acts.take_in_hand(order.pk, by=town.actor("sun"), at=MONDAY)
    acts.answer_order(order.pk, by=town.actor("sun"), at=MONDAY, text="已经办结。")
    acts.check_order(order.pk, by=town.actor("guo"), at=MONDAY, why="查过，属实。")
    acts.close_order(order.pk, by=town.actor("guo"), at=MONDAY)
    row = Order.objects.get(pk=order.pk)
    assert (row.state, row.closed_how, row.answer) == ("closed", "done", "已经办结。")
    told = Entry.objects.filter(subject=order.pk).order_by("seq").values_list("act", flat=True)
    assert [act.partition(".")[2] for act in told] == [
        "order", "sign_order", "take_in_hand", "answer_order", "check_order", "close_order",
    ]  # fmt: skip


def test_an_answer_is_sent_back_with_a_new_day(town: Town) -> None:
    order = answered(town)
    acts.send_order_back(order.pk, by=town.actor("guo"), at=MONDAY + DAY, why="没说什么时候改。")
    row = Order.objects.get(pk=order.pk)
    assert (row.state, row.returns, row.answer_due_on) == ("signed", 1, date(2026, 3, 5))


def test_nobody_signs_and_the_next_step_names_the_one_before(town: Town) -> None:
    order = given(town)
    assert escalating.climb(MONDAY + DAY) == 0
    assert escalating.climb(MONDAY + 2 * DAY) == 1
    row, higher = Order.objects.get(pk=order.pk), Order.objects.get(before=order)
    assert (row.state, row.closed_how, higher.level, higher.card) == (
        "closed",
        "raised",
        "supervise",
        order.card,
    )
    assert higher.why == row.closed_why == "催办到3月3日没有签收"
    assert escalating.climb(MONDAY + 2 * DAY) == 0


def test_it_climbs_to_the_talk_and_no_further(town: Town) -> None:
    given(town)
    for days in range(1, 40):
        escalating.climb(MONDAY + days * DAY)
    levels = list(Order.objects.order_by("ordered_at", "pk").values_list("level", "state"))
    assert levels == [
        ("urge", "closed"),
        ("supervise", "closed"),
        ("circulate", "closed"),
        ("talk", "ordered"),
    ]


def test_who_answered_in_time_is_not_raised(town: Town) -> None:
    answered(town)
    assert escalating.climb(MONDAY + 30 * DAY) == 0


def test_twice_sent_back_is_raised(town: Town) -> None:
    order = answered(town)
    for _ in range(2):
        acts.send_order_back(order.pk, by=town.actor("guo"), at=MONDAY, why="还是没说清楚。")
        if Order.objects.get(pk=order.pk).returns < 2:
            acts.answer_order(order.pk, by=town.actor("sun"), at=MONDAY, text="已经说清楚了。")
    assert escalating.climb(MONDAY) == 1
    assert Order.objects.get(before=order).why == "催办的答复退回了2次"


def test_people_go_on_step_by_step_and_only_the_government_calls_to_account(town: Town) -> None:
    talk = given(town, "talk", card=town.card().pk)
    with pytest.raises(BadInput, match="限期整改"):
        acts.raise_order(talk.pk, by=town.actor("luo"), at=MONDAY, level="account", why=WHY)
    mend = UUID(acts.raise_order(talk.pk, by=town.actor("guo"), at=MONDAY, level="mend", why=WHY)["order"])
    with pytest.raises(NotYours, match="政府负责人"):
        acts.raise_order(mend, by=town.actor("guo"), at=MONDAY, level="account", why=WHY)
    last = UUID(acts.raise_order(mend, by=town.actor("luo"), at=MONDAY, level="account", why=WHY)["order"])
    assert Order.objects.get(pk=mend).closed_how == "raised"
    with pytest.raises(BadInput, match="最后一级"):
        acts.raise_order(last, by=town.actor("luo"), at=MONDAY, level="account", why=WHY)


@pytest.mark.parametrize(
    "who, level, refused",
    [("guo", "account", True), ("luo", "account", False), ("gao", "urge", True), ("lin", "urge", True), ("guo", "mend", False)],
)  # fmt: skip
def test_who_may_order_which_step(town: Town, who: str, level: str, refused: bool) -> None:
    if refused:
        with pytest.raises(NotYours):
            given(town, level, card=town.card().pk, who=who)
    else:
        assert given(town, level, card=town.card().pk, who=who).level == level


def test_of_one_case_of_several_and_of_a_complaint(town: Town) -> None:
    first, second, food = town.case(), town.case(), town.case("food-business-license-new")
    one = given(town, cases=[first.pk])
    several = given(town, cases=[first.pk, second.pk, food.pk])
    complaint = given(town, of=first.pk, about="complaint", to=town.departments["fire"].pk)
    assert (one.about, one.case, several.about, several.case) == ("case", first, "cases", None)
    assert several.matters.count() == 3 and complaint.to == town.departments["fire"]
    with pytest.raises(BadInput):
        given(town, of=first.pk, about="complaint")
    with pytest.raises(NotThere):
        given(town, cases=[one.pk])


def test_cases_of_two_bodies_are_two_orders(town: Town) -> None:
    other = town.case()
    type(other).objects.filter(pk=other.pk).update(department=town.departments["fire"])
    with pytest.raises(BadInput, match="一个部门一张"):
        given(town, cases=[town.case().pk, other.pk])


def test_a_card_of_a_hall_goes_to_its_hall_and_its_window_answers(town: Town) -> None:
    card = town.card(department=None, hall=town.hall.pk)
    order = given(town, card=card.pk)
    assert (order.to, order.hall) == (town.hall.organisation, town.hall)
    acts.sign_order(order.pk, by=town.actor("lin"), at=MONDAY)
    with pytest.raises(NotYours):
        acts.sign_order(order.pk, by=town.xing(), at=MONDAY)
    assert Order.objects.visible_to(town.actor("lin")).get() == order
    assert not Order.objects.visible_to(town.xing()).exists()


def test_one_card_has_one_open_order(town: Town) -> None:
    order = given(town)
    with pytest.raises(WrongState, match=order.number):
        given(town, card=order.card_id)


def test_another_body_neither_sees_nor_signs_it(town: Town) -> None:
    order = given(town)
    for who in ("feng", "zheng", "lin", "wu"):
        with pytest.raises(NotYours):
            acts.sign_order(order.pk, by=town.actor(who), at=MONDAY)
    assert not Order.objects.visible_to(town.actor("feng")).exists()
    assert Order.objects.visible_to(town.actor("wu")).get() == order


def test_whoever_works_for_the_body_does_not_check_its_answer(town: Town) -> None:
    order = answered(town)
    Holding.objects.create(person=town.people["guo"], post=town.posts["sun"], starts_on=BEGIN)
    for verb in (acts.check_order, acts.send_order_back, acts.withdraw_order):
        with pytest.raises(NotYours, match="换一位"):
            verb(order.pk, by=town.actor("guo"), at=MONDAY, why="查过，属实。")
    assert (
        may("check_order", order, town.actor("guo")) and may("check_order", order, town.actor("luo")) is None
    )


@pytest.mark.parametrize(
    "verb", ["take_in_hand", "answer_order", "check_order", "close_order", "send_order_back"]
)
def test_no_step_is_left_out(town: Town, verb: str) -> None:
    order, said = (
        given(town),
        {"answer_order": {"text": WHY}, "check_order": {"why": WHY}, "send_order_back": {"why": WHY}},
    )
    by = town.actor("sun" if verb in ("take_in_hand", "answer_order") else "guo")
    with pytest.raises(WrongState):
        getattr(acts, verb)(order.pk, by=by, at=MONDAY, **said.get(verb, {}))
    assert Entry.objects.filter(subject=order.pk).count() == 1


def test_repeating_is_harmless(town: Town) -> None:
    order, by = given(town), town.actor("gao")
    first = acts.sign_order(order.pk, by=by, at=MONDAY, key="k")
    assert acts.sign_order(order.pk, by=by, at=MONDAY, key="k") == first
    with pytest.raises(WrongState):
        acts.sign_order(order.pk, by=by, at=MONDAY)


def test_a_withdrawn_card_takes_its_order_along(town: Town) -> None:
    order = given(town)
    acts.withdraw(order.card_id, by=town.actor("guo"), at=MONDAY, why="期限算错了。")
    assert escalating.run(MONDAY + 5 * DAY) == 1
    row = Order.objects.get(pk=order.pk)
    assert (row.state, row.closed_how) == ("closed", "withdrawn") and "撤销" in row.closed_why


def test_the_body_is_told_and_the_paper_is_frozen_with_the_act(town: Town) -> None:
    order = given(town)
    assert Errand.objects.filter(kind="notice", subject=order.pk).count() == 1
    sheet = papers.read(OrderPaper.objects.get(order=order).content)
    assert (sheet["title"], sheet["number"], sheet["to"]) == ("催办单", order.number, "市场监督管理局")
    assert "陈秀英" not in OrderPaper.objects.get(order=order).content
    assert Order.objects.get(region=REGION).level == "urge"
