"""The route of the item version, as the case walks it: joins, what a refusal does, days of a step, joint handling."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.town import BEGIN, MONDAY, REGION, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Step
from yichuang.catalogue.models import Authorisation
from yichuang.journal import stamps
from yichuang.journal.refusals import NotYours, WrongState

KEY = "food-business-license-new"
LATER = MONDAY + timedelta(hours=1)


def routed(town: Town, fire: dict[str, Any] | None = None, **decide: Any) -> Case:
    """A case whose route needs the market and the fire department side by side."""
    town.rewrite(KEY, route=[
        {"key": "market", "name": "市场审查", "post": "review"},
        {"key": "fire", "name": "消防审查", "post": "review", "department": "消防救援大队", **(fire or {})},
        {"key": "approve", "name": "决定", "post": "approve", "after": ["market", "fire"], **decide},
    ])  # fmt: skip
    Authorisation.objects.create(
        region=REGION,
        item=town.items[KEY],
        decision="review",
        post=town.posts["zheng"],
        document="示例",
        starts_on=BEGIN,
    )
    stamps.bump()
    stamps.forget()
    return town.case(KEY)


def states(case: Case) -> dict[str, str]:
    return dict(Step.objects.filter(case=case).values_list("key", "state"))


def said(town: Town, case: Case, who: str, step: str, verdict: str = "pass") -> str:
    opinion = "疏散通道不够宽，《消防法》第十五条。" if verdict == "fail" else ""
    answer = cases.conclude(
        case.pk, by=town.actor(who), at=LATER, step=step, verdict=verdict, opinion=opinion
    )
    return str(answer["state"])


def test_parallel_steps_join_when_the_last_department_has_spoken(town: Town) -> None:
    case = routed(town)
    assert said(town, case, "wu", "market") == "accepted" and said(town, case, "zheng", "fire") == "reviewed"
    assert states(case) == {"market": "done", "fire": "done", "approve": "open"}


def test_a_department_cannot_conclude_another_ones_step(town: Town) -> None:
    with pytest.raises(NotYours):
        said(town, routed(town), "wu", "fire")


def test_where_one_opinion_is_enough_the_other_step_falls_away(town: Town) -> None:
    case = routed(town, join="any")
    assert said(town, case, "zheng", "fire") == "reviewed"
    assert states(case) == {"market": "skipped", "fire": "done", "approve": "open"}
    with pytest.raises((WrongState, NotYours)):
        said(town, case, "wu", "market")


def test_a_no_that_bars_the_case_ends_the_review_and_forbids_to_grant(town: Town) -> None:
    case = routed(town, {"refusal": "refuse"})
    assert said(town, case, "zheng", "fire", "fail") == "reviewed"
    with pytest.raises(WrongState, match="“消防审查”建议不予"):
        cases.decide(case.pk, by=town.actor("sun"), at=LATER, outcome="granted")
    cases.decide(
        case.pk,
        by=town.actor("sun"),
        at=LATER,
        outcome="refused",
        opinion="消防不合格。",
        clause="《消防法》第十五条",
    )
    assert Case.objects.get(pk=case.pk).outcome == "refused"


def test_a_no_that_is_an_opinion_leaves_the_decision_to_the_approver(town: Town) -> None:
    case = routed(town)
    said(town, case, "zheng", "fire", "fail")
    assert said(town, case, "wu", "market") == "reviewed"
    assert cases.decide(case.pk, by=town.actor("sun"), at=LATER, outcome="granted")["outcome"] == "granted"


def test_a_no_that_returns_opens_the_step_before_again(town: Town) -> None:
    case = routed(town, {"refusal": "return", "after": ["market"]})
    said(town, case, "wu", "market")
    assert said(town, case, "zheng", "fire", "fail") == "accepted"
    assert states(case) == {"market": "open", "fire": "waiting", "approve": "waiting"}
    said(town, case, "wu", "market")
    assert said(town, case, "zheng", "fire") == "reviewed"


def test_a_step_with_days_of_its_own_is_due_within_the_cases_term(town: Town) -> None:
    case = routed(town, {"days": 2})
    due = dict(Step.objects.filter(case=case).values_list("key", "due_on"))
    assert due["fire"] == date(2026, 3, 4) and due["market"] == case.due_on
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="听证", days=5)
    cases.resume(case.pk, by=town.actor("wu"), at=MONDAY + timedelta(days=7), result="已听证。")
    assert Step.objects.get(case=case, key="fire").due_on == date(2026, 3, 11)


def test_joint_handling_ends_within_forty_five_days_and_the_government_extends_it(town: Town) -> None:
    town.rewrite(KEY, joint=True, statutory_days=90, committed_days=60, extension_days=40)
    head = Authorisation.objects.filter(decision="extend", post=town.posts["gao"], item=town.items[KEY]).get()
    Authorisation.objects.create(
        region=REGION,
        item=head.item,
        decision="extend",
        post=town.posts["luo"],
        document="示例",
        starts_on=BEGIN,
    )
    stamps.bump()
    stamps.forget()
    case = town.case(KEY, at=datetime(2024, 12, 2, 2, tzinfo=MONDAY.tzinfo))
    assert case.statutory_due_on == case.promised_due_on == date(2025, 2, 10)
    with pytest.raises(NotYours, match="本级人民政府负责人"):
        cases.extend(case.pk, by=town.actor("gao"), at=case.filed_at, reason="复杂")
    cases.extend(case.pk, by=town.actor("luo"), at=case.filed_at, reason="复杂")
    assert Case.objects.get(pk=case.pk).statutory_due_on == date(2025, 3, 3)


def test_a_standing_clock_can_be_extended_though_its_old_due_day_has_passed(town: Town) -> None:
    case = town.case(KEY)
    cases.suspend(case.pk, by=town.actor("wu"), at=MONDAY + timedelta(days=1), name="检验", days=60)
    late = MONDAY + timedelta(days=40)
    assert case.statutory_due_on < late.date()
    cases.extend(case.pk, by=town.actor("gao"), at=late, reason="检验没有完")
    assert Case.objects.get(pk=case.pk).extended


def test_an_overdue_case_cannot_be_saved_by_stopping_its_clock(town: Town) -> None:
    case = town.case(KEY)
    late = datetime.combine(case.statutory_due_on + timedelta(days=3), MONDAY.timetz())
    cases.suspend(case.pk, by=town.actor("wu"), at=late, name="检验", days=60)
    with pytest.raises(WrongState, match="已经过了"):
        cases.extend(case.pk, by=town.actor("gao"), at=late + timedelta(days=1), reason="检验没有完")


def test_combined_review_lets_one_person_review_and_decide(town: Town) -> None:
    case = town.case(KEY, upto="reviewed")
    same = town.actor("sun", person=town.people["wu"].pk)
    with pytest.raises(NotYours, match="审查的人"):
        cases.decide(case.pk, by=same, at=LATER, outcome="granted")
    town.rewrite(KEY, combined=True)
    assert (
        cases.decide(case.pk, by=same, at=LATER + timedelta(hours=1), outcome="granted")["outcome"]
        == "granted"
    )


def test_combined_review_is_no_licence_to_review_what_one_received(town: Town) -> None:
    town.rewrite(KEY, combined=True)
    case = town.case(KEY)
    with pytest.raises(NotYours, match="收件的人"):
        cases.conclude(
            case.pk,
            by=town.actor("wu", person=town.people["lin"].pk),
            at=LATER,
            step="review",
            verdict="pass",
        )
