"""Acceptance with a gap and on commitment: who may, what it leaves, and what a broken promise closes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Judgement
from yichuang.cases.models import AfterCheck, Case, Commitment, CreditMark, Notice, Paper
from yichuang.clock import acts as clock
from yichuang.clock.models import Stop, Term
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.licences.models import Licence
from yichuang.materials.models import Material

KEY = "food-business-license-new"
AT_ONCE = "enterprise-name-declaration"
OPTIONAL = 4
LATER = MONDAY + timedelta(hours=1)


def taken(
    town: Town, key: str = KEY, then: str = "accept", judged: dict[int, str] | None = None, **more: Any
) -> Case:
    """A case accepted with some materials judged otherwise; the place of business is not the registered one."""
    answers = {q["key"]: q["options"][0]["value"] for q in town.version(key).record.get("scenarios") or ()}
    more |= {"answers": answers | ({"same_address": "no"} if key == KEY else {})}
    given = town.application(key, **more).materials
    materials = dict(given) | {place: Judgement(state) for place, state in (judged or {}).items()}
    application = town.application(key, materials=materials, **more)
    return Case.objects.get(
        pk=cases.receive(by=town.actor("lin"), at=MONDAY, application=application, then=then)["id"]
    )


def promised(town: Town) -> None:
    materials = [dict(m) for m in town.version(KEY).record["materials"]]
    materials[OPTIONAL]["commitment"] = True
    town.rewrite(KEY, materials=materials)


def test_a_gap_is_accepted_with_its_own_day_and_two_papers_and_the_clock_runs(town: Town) -> None:
    case = taken(town, judged={OPTIONAL: "gap"})
    gap = Term.objects.get(subject=case.pk, kind="gap")
    assert case.gap and gap.days == 8 and gap.due_on == date(2026, 3, 12) < case.promised_due_on
    assert {"gap_notice", "gap_promise"} <= set(
        Paper.objects.filter(case=case).values_list("kind", flat=True)
    )
    assert Material.objects.get(subject=case.pk, place=OPTIONAL).gap_due_on == gap.due_on


def test_nothing_is_granted_while_the_gap_is_open(town: Town) -> None:
    case = taken(town, judged={OPTIONAL: "gap"})
    town.review(case.pk, LATER)
    with pytest.raises(WrongState, match="容缺"):
        town.decide(case.pk, LATER)
    cases.fill_gap(case.pk, by=town.actor("lin"), at=LATER, places=[OPTIONAL])
    town.decide(case.pk, LATER)
    assert Case.objects.get(pk=case.pk).outcome == "granted"


def test_a_gap_that_stays_open_ends_the_case_and_closes_gaps_to_its_applicant(town: Town) -> None:
    case = taken(town, judged={OPTIONAL: "gap"})
    assert sweeps.miss_gaps(MONDAY + timedelta(days=10)) == 0
    assert sweeps.miss_gaps(MONDAY + timedelta(days=11)) == 1
    assert Case.objects.get(pk=case.pk).outcome == "lapsed" and CreditMark.objects.count() == 1
    with pytest.raises(WrongState, match="失信名单"):
        taken(town, judged={OPTIONAL: "gap"})


def test_a_repaired_mark_opens_gap_and_commitment_again(town: Town) -> None:
    promised(town)
    mark = cases.mark_credit(
        by=town.actor("guo"),
        at=MONDAY,
        holder_number=CHEN_ID,
        reason="法院失信名单",
    )
    with pytest.raises(WrongState, match="修复前"):
        taken(town, judged={OPTIONAL: "committed"})
    cases.repair_credit(by=town.actor("guo"), at=MONDAY, mark=mark["mark"], basis="信用修复决定〔2026〕1号")
    assert taken(town, judged={OPTIONAL: "committed"}).commitment


def test_a_mark_is_repaired_once_and_only_where_there_is_one(town: Town) -> None:
    with pytest.raises(WrongState, match="没有这条"):
        cases.repair_credit(by=town.actor("guo"), at=MONDAY, mark=1, basis="信用修复决定〔2026〕1号")


def test_a_material_the_record_marks_may_be_committed_and_is_checked_afterwards(town: Town) -> None:
    promised(town)
    case = taken(town, judged={OPTIONAL: "committed"})
    made = Commitment.objects.get(case=case)
    assert (made.scope, json.loads(made.names)) == ("materials", ["场所合法使用证明"])
    assert AfterCheck.objects.get(case=case).due_on == made.check_due_on == date(2026, 4, 14)


def test_a_material_the_record_does_not_mark_may_not_be_committed(town: Town) -> None:
    with pytest.raises(BadInput, match="没有列入告知承诺"):
        taken(town, judged={OPTIONAL: "committed"})


def test_the_whole_approval_goes_by_commitment_only_where_the_record_says_so(town: Town) -> None:
    with pytest.raises(WrongState, match="没有列入整件告知承诺"):
        taken(town, commitment_scope="approval")
    town.rewrite(KEY, commitment={"approval": True, "public": True})
    case = taken(
        town, commitment_scope="approval", judged={2: "committed", 3: "committed", OPTIONAL: "committed"}
    )
    assert (Commitment.objects.get(case=case).scope, Commitment.objects.get(case=case).public) == (
        "approval",
        True,
    )


def test_the_normal_road_of_such_an_item_takes_no_promise_for_a_paper(town: Town) -> None:
    town.rewrite(KEY, commitment={"approval": True})
    with pytest.raises(BadInput, match="没有列入告知承诺"):
        taken(town, judged={OPTIONAL: "committed"})


def test_what_is_decided_at_once_has_no_gap(town: Town) -> None:
    materials = [dict(m) for m in town.version(AT_ONCE).record["materials"]] + [
        {"name": "示例证明", "required": "非必要"}
    ]
    town.rewrite(AT_ONCE, materials=materials)
    with pytest.raises(WrongState, match="不能容缺"):
        taken(town, AT_ONCE, "decide_at_once", {2: "gap"})


def test_a_promise_at_once_is_on_record_and_checked(town: Town) -> None:
    materials = [dict(m) for m in town.version(AT_ONCE).record["materials"]] + [
        {"name": "示例证明", "required": "必要", "commitment": True}
    ]
    town.rewrite(AT_ONCE, materials=materials)
    case = taken(town, AT_ONCE, "decide_at_once", {2: "committed"})
    assert (
        Commitment.objects.filter(case=case).exists()
        and AfterCheck.objects.filter(case=case, kind="commitment").exists()
    )


def test_every_at_once_case_is_sampled_where_the_local_number_says_all(town: Town) -> None:
    rule = {"name": "sample_percent", "value": "100", "unit": "%", "basis": "《示例办法》第三条"}
    clock.set_number(by=town.actor("xi"), at=MONDAY, starts_on=MONDAY.date(), **rule)
    stamps.forget()
    case = taken(town, AT_ONCE, "decide_at_once")
    check = AfterCheck.objects.get(case=case, kind="sample")
    cases.after_check(
        case.pk, by=town.actor("sun"), at=LATER, check=check.pk, truthful=False, finding="重名，应当驳回。"
    )
    assert not CreditMark.objects.exists()


def test_a_check_is_made_once(town: Town) -> None:
    promised(town)
    case = taken(town, judged={OPTIONAL: "committed"})
    town.review(case.pk, LATER)
    town.decide(case.pk, LATER)
    check = {"check": AfterCheck.objects.get(case=case).pk, "truthful": False, "finding": "没有这个场所。"}
    cases.after_check(case.pk, by=town.actor("wu"), at=LATER, **check)
    assert CreditMark.objects.filter(case=case.pk).exists()
    with pytest.raises(WrongState, match="已经核查过"):
        cases.after_check(case.pk, by=town.actor("wu"), at=LATER, **check)


def test_what_was_told_and_never_came_may_be_told_again_with_what_is_new(town: Town) -> None:
    lines = [{"place": place, "reason": "1"} for place in (2, 3)]
    case = taken(town, then="", judged={})
    cases.ask_once(case.pk, by=town.actor("lin"), at=MONDAY, lines=lines)
    cases.hand_in(case.pk, by=town.actor("lin"), at=LATER, places=[2])
    cases.ask_once(
        case.pk, by=town.actor("lin"), at=LATER, lines=[{"place": 2, "reason": "2", "fields": {"page": "1"}}]
    )
    told = json.loads(Notice.objects.get(case=case, round=2).lines)
    assert [line["place"] for line in told] == [2, 3]


def test_a_voided_case_leaves_no_licence_in_force(town: Town) -> None:
    case = town.case(upto="decided")
    assert Licence.objects.get(case=case.pk).state == "01"
    cases.void(case.pk, by=town.actor("guo"), at=LATER + timedelta(hours=3), why="录错了申请人")
    assert Licence.objects.get(case=case.pk).state == "03"


def test_a_posted_result_is_not_handed_over_a_second_time(town: Town) -> None:
    case = town.case(upto="ready", delivery="post")
    at = MONDAY + timedelta(days=1)
    cases.post(case.pk, by=town.actor("yang"), at=at, tracking="EX1", address="示例区幸福路1号")
    with pytest.raises(WrongState, match="已经寄出"):
        town.hand_over(case.pk, at)


def test_the_end_of_a_case_ends_its_open_stop(town: Town) -> None:
    case = town.case(KEY)
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="检验", days=20)
    cases.withdraw(case.pk, by=town.actor("lin"), at=MONDAY + timedelta(days=2))
    assert Stop.objects.get(subject=case.pk).ends_on == date(2026, 3, 4)


def test_the_check_of_a_promise_ends_with_a_withdrawn_case(town: Town) -> None:
    promised(town)
    case = taken(town, judged={OPTIONAL: "committed"})
    cases.withdraw(case.pk, by=town.actor("lin"), at=LATER)
    check = AfterCheck.objects.get(case=case)
    assert check.checked_at == LATER and check.truthful is None and not CreditMark.objects.exists()
