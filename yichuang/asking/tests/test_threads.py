"""A question: one owner from the first contact, a day that runs on, an answer, and nobody else's eyes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.asking import acts as asking
from yichuang.asking import reading
from yichuang.asking.models import Message, Thread
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState

NEXT = MONDAY + timedelta(days=1)
FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def citizen(town: Town) -> Actor:
    account = town.account()
    return Actor(
        "applicant", account.region, "申请人", account=account.pk, holders=frozenset({account.number_index})
    )


def asked(town: Town, **changes: Any) -> Thread:
    made: dict[str, Any] = {
        "about": "开小饭馆要多大面积",
        "text": "想开一家小饭馆。",
        "item": town.items[FOOD].pk,
    }
    done = asking.ask(by=citizen(town), at=MONDAY, **made | changes)
    return Thread.objects.get(pk=done["id"])


def test_a_question_on_line_goes_to_the_items_department_with_a_day(town: Town) -> None:
    thread = asked(town)
    assert (thread.department, thread.owner, thread.due_on) == (
        town.items[FOOD].department, None, date(2026, 3, 5),
    )  # fmt: skip
    assert "饭馆" not in thread.subject and thread.clear_subject().startswith("开小饭馆")


def test_a_call_back_is_owed_within_a_working_day_and_needs_a_number(town: Town) -> None:
    with pytest.raises(BadInput, match="手机号码"):
        asking.ask(by=town.chen, at=MONDAY, about="没找到", source="callback")
    done = asking.ask(by=town.chen, at=MONDAY, about="没找到", source="callback", phone="138 0000 0000")
    assert done["due_on"] == "2026-03-03"


def test_who_is_asked_first_owns_it_and_the_department_may_answer_too(town: Town) -> None:
    done = asking.ask(
        by=town.actor("dao"), at=MONDAY, about="要什么材料", source="guide", item=town.items[FOOD].pk, caller="陈女士",
        phone="13800000000",
    )  # fmt: skip
    thread = Thread.objects.get(pk=done["id"])
    assert thread.owner == thread.first == town.people["dao"].pk
    with pytest.raises(NotYours):
        asking.answer(thread.pk, by=town.actor("zheng"), at=NEXT, text="不归我。")
    asking.answer(thread.pk, by=town.actor("wu"), at=NEXT, text="看办事指南第二条。")
    assert Thread.objects.get(pk=thread.pk).owner == town.people["dao"].pk


def test_the_answerer_owns_a_question_that_nobody_owned(town: Town) -> None:
    thread = asked(town)
    asking.answer(thread.pk, by=town.actor("wu"), at=NEXT, text="没有面积要求。")
    thread.refresh_from_db()
    assert (thread.state, thread.owner) == ("answered", town.people["wu"].pk)
    assert Errand.objects.filter(kind="notice", subject=thread.pk).count() == 2


def test_handing_over_is_on_record_and_the_day_stays(town: Town) -> None:
    thread = asked(town)
    fire = town.departments["fire"].pk
    with pytest.raises(BadInput, match="为什么转"):
        asking.hand_over(thread.pk, by=town.actor("wu"), at=NEXT, reason=" ", department=fire)
    asking.hand_over(thread.pk, by=town.actor("wu"), at=NEXT, reason="问的是消防", department=fire)
    after = Thread.objects.get(pk=thread.pk)
    assert (after.department_id, after.due_on, after.state, after.owner) == (
        fire,
        thread.due_on,
        "open",
        None,
    )
    assert Entry.objects.filter(subject=thread.pk, act="asking.hand_over").exists()
    with pytest.raises(NotYours):
        asking.answer(thread.pk, by=town.actor("wu"), at=NEXT, text="还是我答。")


def test_asking_again_gives_a_new_day_only_after_an_answer(town: Town) -> None:
    thread, me = asked(town), citizen(town)
    asking.ask_again(thread.pk, by=me, at=NEXT, text="还有一点。")
    assert Thread.objects.get(pk=thread.pk).due_on == thread.due_on
    asking.answer(thread.pk, by=town.actor("wu"), at=NEXT, text="没有面积要求。")
    asking.ask_again(thread.pk, by=me, at=MONDAY + timedelta(days=3), text="那消防呢？")
    again = Thread.objects.get(pk=thread.pk)
    assert (again.state, again.due_on) == ("open", date(2026, 3, 10))


def test_another_citizen_neither_reads_nor_adds_nor_ends(town: Town) -> None:
    thread = asked(town)
    other = Actor("applicant", thread.region, "申请人", account=UUID(int=9))
    assert not Thread.objects.visible_to(other).exists() and not Thread.objects.visible_to(town.chen).exists()
    with pytest.raises(NotYours):
        asking.ask_again(thread.pk, by=other, at=NEXT, text="插一句。")
    with pytest.raises(NotYours):
        asking.close(thread.pk, by=town.chen, at=NEXT)


def test_three_calls_without_an_answer_end_it_with_a_notice(town: Town) -> None:
    done = asking.ask(by=town.chen, at=MONDAY, about="没找到", source="callback", phone="13800000000")
    thread, dao = UUID(done["id"]), town.actor("dao")
    for _ in range(3):
        asking.call(thread, by=dao, at=NEXT, reached=False)
    closed = Thread.objects.get(pk=thread)
    assert (closed.state, closed.closed_how, closed.calls) == ("closed", "not_reached", 3)
    with pytest.raises(WrongState):
        asking.call(thread, by=dao, at=NEXT, reached=True, text="打通了。")


def test_what_was_said_is_locked_and_its_digest_is_in_the_chain(town: Town) -> None:
    thread = asked(town)
    message = Message.objects.get(thread=thread)
    entry = Entry.objects.get(subject=thread.pk, act="asking.ask")
    assert "小饭馆" not in message.text + entry.payload + entry.private and '"text"' in entry.payload


def test_a_repeated_request_is_one_question(town: Town) -> None:
    me = citizen(town)
    done = [asking.ask(by=me, at=MONDAY, about="问一句", key="k1") for _ in range(2)]
    assert done[0] == done[1] and Thread.objects.count() == 1


def test_messages_of_a_case_go_both_ways_and_stay_between_the_two(town: Town) -> None:
    case, me = town.case(FOOD), citizen(town)
    done = asking.ask(by=me, at=NEXT, about="什么时候上门", source="case", case=case.pk)
    thread = Thread.objects.get(pk=done["id"])
    with pytest.raises(NotYours):
        asking.answer(thread.pk, by=town.actor("zheng"), at=NEXT, text="看别人的。")
    asking.answer(thread.pk, by=town.actor("wu"), at=NEXT, text="周四上午去。")
    assert [m["side"] for m in reading.messages_of(thread)] == ["citizen", "staff"]
    with pytest.raises(NotThere):
        asking.ask(by=town.actor("tang"), at=NEXT, about="插一句", source="case", case=case.pk)


def test_a_message_cannot_ask_for_papers(town: Town) -> None:
    case = town.case(FOOD)
    with pytest.raises(BadInput, match="不能要求交材料"):
        asking.ask(
            by=town.actor("wu"),
            at=NEXT,
            about="请补交租赁合同",
            text="请补交租赁合同。",
            source="case",
            case=case.pk,
        )
    asking.ask(
        by=town.actor("wu"),
        at=NEXT,
        about="周四上门",
        text="周四上门看，不用带材料。",
        source="case",
        case=case.pk,
    )


def test_when_the_office_speaks_first_nobody_waits_for_it(town: Town) -> None:
    case, wu = town.case(FOOD), town.actor("wu")
    asking.ask(by=wu, at=NEXT, about="周四上门", text="周四上午上门。", source="case", case=case.pk)
    assert Thread.objects.get().state == "answered" and reading.to_answer(wu) == 0
    asking.ask_again(Thread.objects.get().pk, by=citizen(town), at=NEXT, text="几点？")
    assert reading.to_answer(wu) == 1


def test_unread_is_what_the_other_side_has_not_opened(town: Town) -> None:
    thread = asked(town)
    mine = Thread.objects.all()
    assert reading.unread_of(mine, "staff") == 1
    asking.mark_read(thread, "staff", by=town.actor("wu"), at=NEXT)
    assert reading.unread_of(mine, "staff") == 0
