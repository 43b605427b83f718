"""Each granted case is pushed to who supervises it, signed for on a clock, and feeds the register of objects."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import MONDAY, REGION, Town, build
from yichuang.cases import acts as cases
from yichuang.clock import acts as clock
from yichuang.inspections import acts, pooling, reading
from yichuang.inspections.models import Grant, Target
from yichuang.journal.errands import drain
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import NotYours, WrongState
from yichuang.journal.verify import verify

FOOD = "food-business-license-new"
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def pushed(town: Town, key: str = FOOD) -> Grant:
    case = town.case(key, upto="decided")
    while drain(LATER):
        continue
    return Grant.objects.get(case=case)


def test_a_granted_case_is_pushed_to_the_deciding_body_and_its_holder_registered(town: Town) -> None:
    grant = pushed(town)
    assert grant.body == town.departments["market"] and grant.due_on.isoformat() == "2026-03-04"
    assert grant.target is not None and (grant.target.kind, grant.target.grade) == ("person", "B")
    assert Entry.objects.filter(subject=grant.pk, act="inspections.push").count() == 1


def test_the_errand_done_twice_pushes_once(town: Town) -> None:
    pushed(town)
    Errand.objects.filter(kind="push_grant").update(state="waiting", held_until=None)
    drain(LATER)
    assert Grant.objects.count() == 1 and Target.objects.count() == 1


def test_an_item_may_be_supervised_by_another_body(town: Town) -> None:
    said = {
        "item": town.items[FOOD].pk,
        "body": town.departments["health"].pk,
        "line": "餐饮卫生",
        "document": "示例职责分工〔2026〕1号",
    }
    acts.assign_body(by=town.actor("guo"), at=MONDAY, **said)
    grant = pushed(town)
    assert (grant.body, grant.line) == (town.departments["health"], "餐饮卫生")


def test_an_at_once_item_is_pushed_too_and_a_refused_case_is_not(town: Town) -> None:
    key = next(k for k in town.items if town.version(k).at_once)
    town.case(key, upto="filed")
    refused = town.case(FOOD, upto="reviewed")
    cases.decide(
        refused.pk,
        by=town.actor("sun"),
        at=LATER,
        outcome="refused",
        opinion="面积不够",
        clause="《食品安全法》第三十三条",
    )
    while drain(LATER):
        continue
    assert not Grant.objects.filter(case=refused).exists()


def test_only_the_kinds_named_are_pushed(town: Town) -> None:
    clock.set_number(
        by=town.actor("xi"),
        at=MONDAY,
        name="push_types",
        value="行政给付",
        unit="事项类型",
        basis="示例",
        starts_on=MONDAY.date(),
    )
    town.case(FOOD, upto="decided")
    while drain(LATER):
        continue
    assert not Grant.objects.exists()


def test_the_body_signs_for_it_but_not_who_decided_it_and_not_twice(town: Town) -> None:
    grant = pushed(town)
    with pytest.raises(NotYours, match="审批和监管分开"):
        acts.sign(grant.pk, by=town.actor("sun"), at=LATER)
    with pytest.raises(NotYours):
        acts.sign(grant.pk, by=town.actor("zheng"), at=LATER)
    assert acts.sign(grant.pk, by=town.actor("qi"), at=LATER)["late"] is False
    with pytest.raises(WrongState, match="已经签收"):
        acts.sign(grant.pk, by=town.actor("qi"), at=LATER)


def test_late_ones_are_listed_and_signing_late_is_on_record(town: Town) -> None:
    grant = pushed(town)
    at = LATER + timedelta(days=4)
    assert [g.pk for g in reading.late_grants(town.actor("guo"), at.date())] == [grant.pk]
    assert [g.pk for g in reading.late_grants(town.actor("zheng"), at.date())] == []
    assert acts.sign(grant.pk, by=town.actor("qi"), at=at)["late"] is True


def test_a_body_says_whose_it_is_and_the_day_stays(town: Town) -> None:
    grant = pushed(town)
    acts.redirect(grant.pk, by=town.actor("qi"), at=LATER, body=town.departments["fire"].pk, why="归消防监管")
    moved = Grant.objects.get(pk=grant.pk)
    assert (moved.body, moved.due_on) == (town.departments["fire"], grant.due_on)
    acts.sign(moved.pk, by=town.actor("zheng"), at=LATER)


def test_a_second_grant_of_the_same_holder_adds_its_line(town: Town) -> None:
    pushed(town)
    pushed(town, "public-place-hygiene-license")
    target = Target.objects.get()
    assert target.lines.count() == 2 and target.grants.count() == 2
    assert UUID(str(target.pk))


def void(town: Town, grant: Grant) -> Grant:
    cases.void(grant.case_id, by=town.actor("guo"), at=LATER, why="录错了申请人")
    while drain(LATER):
        continue
    return Grant.objects.get(pk=grant.pk)


def drawable(line: str) -> int:
    return len(pooling.candidates(REGION, [line], list("ABCD"), None, {}))


def test_a_void_case_takes_its_grant_back_with_reason_and_day(town: Town) -> None:
    gone = void(town, pushed(town))
    assert (gone.recalled_on, gone.recalled_why) == (LATER.date(), "录错了申请人")
    assert Entry.objects.filter(subject=gone.pk, act="inspections.recall").count() == 1
    told = Errand.objects.get(kind="hint", key=f"recalled:{gone.pk}")
    assert str(gone.body_id) in told.args and verify().broken == []
    for act, said in (
        (acts.sign, {}),
        (acts.redirect, {"body": town.departments["fire"].pk, "why": "归消防"}),
    ):
        with pytest.raises(WrongState, match="收回"):
            act(gone.pk, by=town.actor("qi"), at=LATER, **said)


def test_a_recalled_grant_is_late_for_nobody_and_in_no_draw(town: Town) -> None:
    grant = pushed(town)
    assert drawable(grant.line) == 1
    void(town, grant)
    assert drawable(grant.line) == 0 and Target.objects.get().left_on == LATER.date()
    assert not reading.late_grants(town.actor("guo"), (LATER + timedelta(days=9)).date()).exists()


def test_another_grant_or_a_persons_hand_keeps_the_holder_in_the_line(town: Town) -> None:
    first, second = pushed(town), pushed(town)
    assert first.line == second.line
    void(town, first)
    assert drawable(first.line) == 1
    acts.add_line(second.target_id, by=town.actor("gao"), at=LATER, line="巡查")
    void(town, second)
    assert drawable(first.line) == 0 and drawable("巡查") == 1 and Target.objects.get().left_on is None


def test_a_new_grant_brings_the_holder_back(town: Town) -> None:
    grant = void(town, pushed(town))
    again = pushed(town)
    assert again.target_id == grant.target_id and drawable(again.line) == 1


def test_the_recall_done_twice_recalls_once_and_before_the_push_there_is_nothing_to_recall(
    town: Town,
) -> None:
    grant = void(town, pushed(town))
    Errand.objects.filter(kind="recall_grant").update(state="waiting", held_until=None)
    drain(LATER)
    assert Entry.objects.filter(subject=grant.pk, act="inspections.recall").count() == 1
    case = town.case(FOOD, upto="decided")
    cases.void(case.pk, by=town.actor("guo"), at=LATER, why="录错了申请人")
    while drain(LATER):
        continue
    assert not Grant.objects.filter(case=case).exists()


def test_only_the_system_recalls(town: Town) -> None:
    grant = pushed(town)
    for who in ("guo", "qi", "sun"):
        with pytest.raises(NotYours):
            acts.recall(grant.pk, by=town.actor(who), at=LATER, on=LATER.date(), why="录错了")
