"""The knowledge base: two people, no personal word, a day to look again, found by plain words."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, REGION, Town, build
from yichuang.asking import acts as asking
from yichuang.asking import knowledge
from yichuang.asking.models import Known
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, NotYours, WrongState

FOOD = "food-business-license-new"
GOOD = {
    "question": "开小饭馆要多大面积", "answer": "没有面积要求。厨房和就餐的地方要分开。",
    "basis": "《食品安全法》第三十三条第一款第一项", "keywords": "饭店 餐馆",
}  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def drafted(town: Town, **changes: Any) -> UUID:
    made = GOOD | {"item": town.items[FOOD].pk} | changes
    return UUID(asking.write_answer(by=town.actor("wu"), at=MONDAY, **made)["id"])


def found(typed: str) -> list[str]:
    stamps.forget()
    return [one.question for one in knowledge.find(stamps.current(), REGION, typed)]


def test_a_second_person_publishes_and_everybody_finds_it(town: Town) -> None:
    known = drafted(town)
    assert found("小饭馆面积") == []
    with pytest.raises(NotYours, match="换一位复核"):
        asking.publish_answer(known, by=town.actor("wu"), at=MONDAY)
    asking.publish_answer(known, by=town.actor("sun"), at=MONDAY)
    assert found("小饭馆面积") == found("饭店多大") == found("spjyxk") == [GOOD["question"]]
    assert found("汽车上牌") == []


def test_it_is_old_the_day_after_its_day_and_can_be_renewed(town: Town) -> None:
    known = drafted(town)
    asking.publish_answer(known, by=town.actor("sun"), at=MONDAY)
    due = MONDAY.date() + timedelta(days=180)
    (one,) = knowledge.find(stamps.current(), REGION, "小饭馆面积")
    assert not one.old(due) and one.old(due + timedelta(days=1))
    asking.renew_answer(known, by=town.actor("wu"), at=MONDAY + timedelta(days=10))
    assert Known.objects.get(pk=known).review_on == date(2026, 9, 8)


def test_what_is_changed_or_withdrawn_is_read_by_nobody_outside(town: Town) -> None:
    known = drafted(town)
    asking.publish_answer(known, by=town.actor("sun"), at=MONDAY)
    asking.revise_answer(known, by=town.actor("wu"), at=MONDAY, **GOOD | {"answer": "没有面积要求。"})
    assert found("小饭馆面积") == []
    asking.withdraw_answer(known, by=town.actor("wu"), at=MONDAY, reason="条文改了")
    with pytest.raises(WrongState):
        asking.publish_answer(known, by=town.actor("sun"), at=MONDAY)


@pytest.mark.parametrize(
    ("change", "why"),
    [({"answer": "打13800000000问。"}, "手机号码"), ({"answer": "按有关规定办。"}, "说得不清楚"), ({"basis": ""}, "依据"), ({"question": ""}, "要问什么")],
)  # fmt: skip
def test_an_answer_for_everybody_is_plain_and_about_nobody(
    town: Town, change: dict[str, str], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        drafted(town, **change)


def test_another_department_neither_changes_nor_publishes(town: Town) -> None:
    known = drafted(town)
    with pytest.raises(NotYours):
        asking.revise_answer(known, by=town.actor("zheng"), at=MONDAY, **GOOD)
    with pytest.raises(NotYours):
        asking.publish_answer(known, by=town.actor("feng"), at=MONDAY)


def test_an_answered_question_becomes_a_draft_without_the_person(town: Town) -> None:
    made = asking.ask(
        by=town.actor("wu"),
        at=MONDAY,
        about="陈秀英问面积，13800000000",
        source="phone",
        caller="陈秀英",
        phone="13800000000",
    )
    thread = UUID(made["id"])
    with pytest.raises(WrongState, match="还没有回答"):
        asking.write_answer(by=town.actor("wu"), at=MONDAY, thread=thread)
    asking.answer(thread, by=town.actor("wu"), at=MONDAY, text="陈秀英您好，没有面积要求。")
    known = Known.objects.get(pk=asking.write_answer(by=town.actor("wu"), at=MONDAY, thread=thread)["id"])
    assert (
        "陈秀英" not in known.question + known.answer
        and "138" not in known.question
        and known.thread == thread
    )
    with pytest.raises(BadInput, match="依据"):
        asking.publish_answer(known.pk, by=town.actor("sun"), at=MONDAY)
