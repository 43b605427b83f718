"""A target's credit grade follows the credit list and what inspections found, on record, and sets what is drawn."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, CreditMark
from yichuang.inspections import acts, followers, overseeing, reading
from yichuang.inspections.models import Draw, Finding, Inspection, Objection, Target
from yichuang.inspections.tests import scenes
from yichuang.journal.acts import Turn
from yichuang.journal.errands import Asked, drain
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotYours, Refused, WrongState

AT = MONDAY + timedelta(days=9)


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def grade_of(target: Target) -> str:
    return str(Target.objects.get(pk=target.pk).grade)


def firm(town: Town) -> Target:
    said = {"kind": "body", "name": "示例面馆", "number": "91189901MA00000X1X", "line": scenes.LINE}
    return Target.objects.get(pk=acts.enter(by=town.actor("wu"), at=MONDAY, **said)["id"])


def found(town: Town, outcome: str) -> Finding:
    """A published result of one object."""
    draw = scenes.draw(town, "inspecting", count=1)
    Target.objects.update(rated="", rated_from="", rated_on=None)
    place = Inspection.objects.select_related("draw").get(draw=draw)
    scenes.report(town, place, outcome=outcome, text="台账不全")
    acts.publish(draw.pk, by=town.actor("sun"), at=AT)
    drain(AT)
    return Finding.objects.get()


def test_a_mark_on_the_credit_list_makes_a_d_and_its_repair_takes_it_back(town: Town) -> None:
    target, guo = firm(town), town.actor("guo")
    assert (target.grade, target.source) == ("B", "new")
    mark = cases.mark_credit(by=guo, at=MONDAY, holder_number=target.clear_number(), reason="欠缴罚款")["mark"]  # fmt: skip
    drain(MONDAY)
    assert grade_of(target) == "D"
    entry = Entry.objects.filter(subject=target.pk).latest("seq")
    said = json.loads(entry.payload)
    assert (said["from"], said["to"], said["source"]) == ("B", "D", "mark") and "欠缴罚款" in said["ground"]
    cases.repair_credit(by=guo, at=AT, mark=mark, basis="罚款缴清")
    drain(AT)
    assert grade_of(target) == "B"


def test_who_stands_on_the_list_enters_as_d(town: Town) -> None:
    cases.mark_credit(by=town.actor("guo"), at=MONDAY, holder_number="91189901MA00000X1X", reason="欠缴罚款")
    assert firm(town).grade == "D"


def test_who_did_not_close_a_gap_is_graded_down_with_it(town: Town) -> None:
    case = town.case("food-business-license-new", upto="decided")
    followers.push_case(case.pk, town.night, MONDAY)
    target = Target.objects.get()
    row = {
        "region": case.region,
        "holder_index": target.number_index,
        "starts_on": MONDAY.date(),
        "case": case.pk,
    }
    turn = Turn("cases.miss_gap", Case, town.night, MONDAY, None, {})
    turn.row = case
    turn.add(CreditMark, reason="容缺没补", repaired_on=None, **row)
    overseeing.follow(turn)
    assert [one["kind"] for one in turn.errands] == ["regrade"]
    CreditMark.objects.create(reason="容缺没补", **row)
    asked = Asked(1, case.region, case.pk, "regrade", "k", {"case": str(case.pk)})
    followers.regrade([asked], MONDAY)
    assert grade_of(target) == "D"


def test_what_an_inspection_found_counts_once_it_is_published_until_it_is_mended(town: Town) -> None:
    finding = found(town, "6")
    target = Target.objects.get()
    assert (target.grade, target.source) == ("C", "fault") and target.lasts_to is not None
    mend = {"finding": finding.pk, "ground": "复查，台账齐了"}
    with pytest.raises(NotYours):
        acts.mend_finding(target.pk, by=town.actor("feng"), at=AT, **mend)
    acts.mend_finding(target.pk, by=town.actor("sun"), at=AT, **mend)
    assert grade_of(target) == "B"
    with pytest.raises(WrongState):
        acts.mend_finding(target.pk, by=town.actor("sun"), at=AT, **mend)


def test_a_fault_is_forgotten_after_its_time_by_itself(town: Town) -> None:
    found(town, "6")
    target, later = Target.objects.get(), AT + timedelta(days=1)
    assert followers.regrade_due(later) == 0 and grade_of(target) == "C"
    Finding.objects.update(checked_on=AT.date() - timedelta(days=366))
    Target.objects.update(lasts_to=AT.date())
    assert followers.regrade_due(later) == 1 and grade_of(target) == "B"
    assert followers.regrade_due(later) == 0


def test_an_evaluation_does_not_hide_a_mark(town: Town) -> None:
    target = firm(town)
    cases.mark_credit(by=town.actor("guo"), at=MONDAY, holder_number=target.clear_number(), reason="欠缴罚款")
    drain(MONDAY)
    assert (
        acts.grade(target.pk, by=town.actor("sun"), at=AT, grade="A", ground="年度信用评价")["grade"] == "D"
    )
    with pytest.raises(WrongState, match="没有变"):
        acts.regrade(target.pk, by=town.night, at=AT)


def test_an_objection_is_answered_by_another_than_who_graded(town: Town) -> None:
    target, sun = firm(town), town.actor("sun")
    acts.grade(target.pk, by=sun, at=MONDAY, grade="C", ground="处罚决定")
    acts.raise_objection(target.pk, by=town.actor("wu"), at=MONDAY, why="处罚撤销了")
    with pytest.raises(WrongState, match="已经有一条"):
        acts.raise_objection(target.pk, by=town.actor("wu"), at=MONDAY, why="再说一遍")
    said = {"holds": True, "grade": "B", "answer": "处罚已撤销"}
    with pytest.raises(NotYours, match="别人复核"):
        acts.answer_objection(target.pk, by=sun, at=AT, **said)
    with pytest.raises(WrongState, match="要比现在的好"):
        acts.answer_objection(target.pk, by=town.actor("guo"), at=AT, **said | {"grade": "D"})
    acts.answer_objection(target.pk, by=town.actor("guo"), at=AT, **said)
    row = Target.objects.get(pk=target.pk)
    assert (row.grade, row.source) == ("B", "settled") and Objection.objects.get().holds
    with pytest.raises(WrongState):
        acts.answer_objection(target.pk, by=sun, at=AT, **said)


def test_a_mark_is_repaired_in_its_list_not_by_objection(town: Town) -> None:
    target, guo = firm(town), town.actor("guo")
    cases.mark_credit(by=guo, at=MONDAY, holder_number=target.clear_number(), reason="欠缴罚款")
    drain(MONDAY)
    acts.raise_objection(target.pk, by=guo, at=MONDAY, why="罚款缴清了")
    with pytest.raises(WrongState, match="信用名单"):
        acts.answer_objection(target.pk, by=guo, at=AT, holds=True, grade="B", answer="缴清")
    acts.answer_objection(target.pk, by=guo, at=AT, holds=False, answer="先在名单里修复")
    assert grade_of(target) == "D"


def test_the_table_binds_the_commitment(town: Town) -> None:
    check = scenes.a_check(town, weight="general", cap=100)
    scenes.inspectors(town), scenes.targets(town, 4)
    rates = {"A": 6, "B": 10, "C": 20, "D": 50}
    with pytest.raises(Refused, match="A级的抽查比例最高5%"):
        acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(check, rates=rates))


def test_good_credit_that_was_visited_of_late_rests_and_bad_credit_is_owed_a_visit(town: Town) -> None:
    check = scenes.a_check(town, weight="general", cap=100)
    scenes.inspectors(town), scenes.targets(town, 8)
    said = scenes.asked(check, rates={"A": 5, "B": 10, "C": 30, "D": 100})
    pk = UUID(acts.commit(by=town.actor("sun"), at=MONDAY, **said)["id"])
    scenes.run(town, pk)
    scenes.begin(town, pk)
    scenes.report_all(town, pk)
    visited = set(Inspection.objects.filter(draw=pk).values_list("target__code", "target__grade"))
    later = {key: value + timedelta(days=30) for key, value in said.items() if key.endswith("_at")}
    again = acts.commit(by=town.actor("sun"), at=AT, **said | later)
    draw = Draw.objects.get(pk=again["id"])
    listed = {row[0] for row in draw.pool.lists()["objects"]}
    assert not listed & {code for code, grade in visited if grade in "ABC"}
    assert {code for code, grade in visited if grade == "D"} <= listed
    assert "以后查过的" in draw.said()["scope"]
    everyone = Target.objects.all()
    assert not reading.not_seen(everyone, MONDAY.date()).exists()
    owed = reading.not_seen(everyone, MONDAY.date() + timedelta(days=400))
    assert set(owed.values_list("grade", flat=True)) == {"C", "D"}
