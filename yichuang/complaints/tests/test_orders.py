"""A work order: its day, its way from body to body, who may not, lateness, call-back, and being done again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.complaints import acts, followers, reading
from yichuang.complaints.models import Step, Verdict, WorkOrder
from yichuang.complaints.tests.scenes import CALL, FOOD, brought, taken
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotYours, Reused, WrongState
from yichuang.journal.verify import verify

TUESDAY, LATE = MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


@pytest.mark.parametrize(
    ("changes", "due"),
    [({}, date(2026, 3, 9)), ({"category": "help"}, date(2026, 3, 5)), ({"urgency": "urgent"}, date(2026, 3, 2)),
     ({"source": "12345", "outer_due": date(2026, 3, 4)}, date(2026, 3, 4))],
)  # fmt: skip
def test_the_day_goes_by_kind_urgency_and_platform(town: Town, changes: dict[str, Any], due: date) -> None:
    order = taken(town, **changes)
    assert order.due_on == due and (order.aim_on is not None) == (order.category == "help")
    assert "指南" not in order.content and order.clear("content").startswith("窗口让补")


def test_from_the_call_to_the_call_back_everything_is_on_record(town: Town) -> None:
    order = brought(town, "called_back")
    assert (order.state, order.outcome, order.grade, order.solved, order.late) == (
        "called_back",
        "solved",
        5,
        True,
        False,
    )
    acts_done = list(Entry.objects.filter(subject=order.pk).order_by("seq").values_list("act", flat=True))
    assert [a.partition(".")[2] for a in acts_done] == [
        "receive", "dispatch", "sign_for", "record_handling", "answer", "close", "call_back",
    ]  # fmt: skip
    told = set(Errand.objects.filter(kind="notice").values_list("key", flat=True))
    assert {key.split(":")[1] for key in told} == {"workorder_in", "workorder_answered"}
    assert len(reading.timeline(order)) == 7 and len(reading.timeline(order, for_caller=True)) == 3


def test_a_body_gives_back_within_two_working_days_and_the_day_to_answer_stays(town: Town) -> None:
    order = brought(town)
    acts.give_back(order.pk, by=town.actor("wu"), at=TUESDAY, reason="这是消防的事", whose="消防救援大队")
    order.refresh_from_db()
    assert (order.state, order.department, order.due_on) == ("returned", None, date(2026, 3, 9))
    acts.dispatch(order.pk, by=town.actor("guo"), at=TUESDAY, department=town.departments["fire"].pk)
    acts.sign_for(order.pk, by=town.actor("zheng"), at=TUESDAY)
    with pytest.raises(WrongState, match="退回的时限"):
        acts.give_back(order.pk, by=town.actor("zheng"), at=LATE, reason="也不是我们的")


def test_another_body_neither_signs_nor_sees(town: Town) -> None:
    order = brought(town)
    with pytest.raises(NotYours, match="不归您的单位"):
        acts.sign_for(order.pk, by=town.actor("tang"), at=MONDAY)
    assert not WorkOrder.objects.visible_to(town.actor("tang")).exists()
    assert WorkOrder.objects.visible_to(town.actor("wu")).exists()


def test_an_extension_is_asked_before_expiry_granted_by_another_and_told(town: Town) -> None:
    order = brought(town, "signed")
    acts.ask_extension(order.pk, by=town.actor("wu"), at=MONDAY, days=5, reason="要到现场核对")
    acts.extend(order.pk, by=town.actor("guo"), at=TUESDAY, allow=True, reason="现场在外地")
    order.refresh_from_db()
    assert (order.due_on, order.extended_days) == (date(2026, 3, 16), 5)
    assert (
        "workorder_extended"
        in Errand.objects.filter(kind="notice").order_by("-pk").values_list("key", flat=True)[0]
    )
    with pytest.raises(BadInput, match="最多还能延5个"):
        acts.ask_extension(order.pk, by=town.actor("wu"), at=TUESDAY, days=6, reason="还不够")
    with pytest.raises(WrongState, match="不能再申请"):
        acts.ask_extension(
            order.pk, by=town.actor("wu"), at=MONDAY + timedelta(days=15), days=1, reason="还不够"
        )


def test_the_day_after_expiry_it_is_reminded_once_then_criticised_once(town: Town) -> None:
    order = brought(town, "signed")
    assert [followers.remind(MONDAY + timedelta(days=n)) for n in (7, 8, 8, 9)] == [0, 1, 0, 0]
    order.refresh_from_db()
    assert order.late and order.reminders == 1 and order.first_late
    assert followers.remind(MONDAY + timedelta(days=16)) == 1
    assert followers.remind(MONDAY + timedelta(days=30)) == 0
    whats = Step.objects.filter(order=order).values_list("what", flat=True)
    assert list(whats)[-2:] == ["remind", "criticise"]


def test_who_handled_it_does_not_call_back(town: Town) -> None:
    order = brought(town, "closed")
    WorkOrder.objects.filter(pk=order.pk).update(handled_by=town.people["dao"].pk)
    with pytest.raises(NotYours, match="换一个人"):
        acts.call_back(order.pk, by=town.actor("dao"), at=TUESDAY, reached=True, solved=True)


def test_unsatisfied_through_its_own_fault_the_body_does_it_again(town: Town) -> None:
    order = brought(town, "closed")
    acts.call_back(
        order.pk,
        by=town.actor("dao"),
        at=TUESDAY,
        reached=True,
        solved=False,
        grade=1,
        own_fault=True,
        text="还让交",
    )
    order.refresh_from_db()
    assert (order.state, order.round, order.due_on, order.grade) == ("reopened", 2, date(2026, 3, 10), None)
    assert list(Verdict.objects.values_list("round", "solved", "grade")) == [(1, False, 1)]
    assert list(Entry.objects.filter(subject=order.pk).order_by("seq").values_list("act", flat=True))[-2:] == [
        "complaints.call_back", "complaints.reopen",
    ]  # fmt: skip
    acts.sign_for(order.pk, by=town.actor("wu"), at=TUESDAY)
    assert not verify().broken


def test_unsatisfied_without_fault_it_stays_ended_and_three_lost_calls_end_it(town: Town) -> None:
    order = brought(town, "closed")
    for n in range(3):
        acts.call_back(order.pk, by=town.actor("dao"), at=TUESDAY + timedelta(hours=n), reached=False)
    order.refresh_from_db()
    assert (order.state, order.calls, order.solved, order.grade) == ("called_back", 3, None, None)
    assert not Verdict.objects.exists()


def test_the_caller_rates_once_a_round_and_takes_back_before_the_answer(town: Town) -> None:
    made = UUID(acts.receive(by=town.citizen, at=MONDAY, **CALL)["id"])
    with pytest.raises(NotYours):
        acts.withdraw(made, by=town.chen, at=MONDAY)
    with pytest.raises(WrongState):
        acts.rate_answer(made, by=town.citizen, at=MONDAY, grade=5, solved=True)
    acts.withdraw(made, by=town.citizen, at=MONDAY)
    assert WorkOrder.objects.get().state == "withdrawn"


def test_what_could_not_be_done_names_its_item_and_is_answered_by_a_lead(town: Town) -> None:
    asked = {"source": "unsolved", "category": "complaint", "item": town.items[FOOD].pk}
    with pytest.raises(BadInput, match="卡在哪里"):
        taken(town, "lin", **asked)
    with pytest.raises(BadInput, match="哪个事项"):
        taken(town, "lin", source="unsolved", blocked="系统里没有这个类别")
    order = brought(town, "handled", blocked="系统里没有这个类别", **asked)
    with pytest.raises(NotYours, match="带队负责"):
        acts.answer(order.pk, by=town.actor("wu"), at=MONDAY, text="已经办成。")
    acts.answer(order.pk, by=town.actor("qi"), at=MONDAY, text="已经办成。")


def test_the_rates_count_what_was_said_and_nothing_by_default(town: Town) -> None:
    brought(town, "called_back")
    brought(town, "signed")
    found = reading.rates(town.window.region, date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 20))
    assert [(s.part, s.whole) for s in found.values()] == [(1, 2), (1, 1), (1, 1)]
    empty = reading.rates(town.window.region, date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 20))
    assert all(share.percent is None for share in empty.values())


def test_the_same_key_again_is_harmless(town: Town) -> None:
    one, two = (acts.receive(by=town.actor("dao"), at=MONDAY, key="k", **CALL) for _ in range(2))
    assert one["id"] == two["id"] and WorkOrder.objects.count() == 1


def test_a_repeated_step_gets_its_first_answer_and_another_content_is_refused(town: Town) -> None:
    order, said = brought(town, "handled"), {"by": town.actor("wu"), "at": MONDAY, "key": "once"}
    first = acts.answer(order.pk, text="不用交了。", **said)
    assert acts.answer(order.pk, text="不用交了。", **said) == first
    with pytest.raises(Reused):
        acts.answer(order.pk, text="要交。", **said)
    assert Entry.objects.filter(subject=order.pk, act="complaints.answer").count() == 1
