"""帮办代办: mandates with their proof, a case filed under one, and a project's plan against what really happened."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, REGION, Town
from yichuang.agency import acts, book
from yichuang.agency.models import Mandate, Plan, Stage
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Party
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.materials.models import File

FOOD, NAME = "food-business-license-new", "enterprise-name-declaration"
DAY = MONDAY.date()
FIRM = PartyIn("示例商贸有限公司", FIRM_CODE, "body", "001", phone="13800000000")
CHEN = PartyIn("陈秀英", CHEN_ID)


def scan() -> UUID:
    """A photographed mandate, kept before it belongs to anything."""
    return File.objects.create(
        region=REGION, subject=uuid7(), name="委托书.jpg", type="image/jpeg", size=1, sha256="0" * 64, sm3="0" * 64, kept_at=MONDAY
    ).pk  # fmt: skip


def taken(town: Town, holder: PartyIn = FIRM, **said: Any) -> Mandate:
    made = acts.take_mandate(by=town.actor("dao"), at=MONDAY, holder=holder, scan=scan(), **said)
    return Mandate.objects.get(pk=made["id"])


def planned(town: Town) -> Plan:
    plan = acts.open_plan(by=town.actor("dao"), at=MONDAY, mandate=taken(town).pk, name="示例冷链厂房")
    row = {"begins_on": DAY, "ends_on": DAY + timedelta(days=9), "who": "firm", "what": "准备平面图"}
    stages = [row | {"item": FOOD}, row | {"item": NAME, "begins_on": DAY + timedelta(days=9)}]
    acts.order_plan(UUID(plan["id"]), by=town.actor("dao"), at=MONDAY, stages=stages)
    return Plan.objects.get(pk=plan["id"])


def citizen(town: Town, *, firm: bool = False) -> Actor:
    account = town.account()
    own = {account.number_index}
    if firm:
        own.add(town.tie(account).number_index)
    return Actor(
        kind="applicant",
        region=REGION,
        name="申请人",
        channel="portal",
        account=account.pk,
        holders=frozenset(own),
    )


def test_a_signed_mandate_keeps_its_scan_and_lets_the_desk_file(town: Town) -> None:
    mandate = taken(town, scope=[FOOD])
    assert File.objects.get().subject == mandate.pk and mandate.number.startswith("帮办委托〔2026〕189901-")
    by = town.actor("lin")
    assert book.mandates(by, DAY, FIRM_CODE) == [mandate]
    agent = book.agent(mandate, by, FOOD)
    given = town.application(FOOD, agent=agent, helper=by.person)
    case = cases.receive(by=by, at=MONDAY, application=given, then="accept")["id"]
    said = Party.objects.get(case=case, role="agent")
    assert said.name == "示例区政务服务中心" and said.mandate == f"帮办：林敏，{mandate.number}"
    with pytest.raises(WrongState, match="没有委托这个事项"):
        book.agent(mandate, by, NAME)


def test_without_the_signed_paper_there_is_no_mandate(town: Town) -> None:
    with pytest.raises(BadInput, match="没有收到签字的委托书"):
        acts.take_mandate(by=town.actor("dao"), at=MONDAY, holder=FIRM, scan=uuid7())
    assert not Mandate.objects.exists()


def test_a_mandate_ends_with_its_days_or_when_somebody_ends_it(town: Town) -> None:
    mandate = taken(town, ends_on=DAY + timedelta(days=5))
    on = Mandate.objects.on
    assert on(DAY + timedelta(days=4)).exists() and not on(DAY + timedelta(days=5)).exists()
    acts.end_mandate(mandate.pk, by=town.actor("dao"), at=MONDAY, why="企业自己办")
    assert not on(DAY).exists()
    with pytest.raises(WrongState, match="已经结束"):
        acts.end_mandate(mandate.pk, by=town.actor("dao"), at=MONDAY)


def test_the_owner_gives_a_mandate_on_line_only_for_whom_they_may_act(town: Town) -> None:
    centre = town.actor("lin").organisation or 0
    with pytest.raises(NotYours, match="只能替自己"):
        acts.give_mandate(by=citizen(town), at=MONDAY, holder=FIRM, organisation=centre)
    made = acts.give_mandate(by=citizen(town, firm=True), at=MONDAY, holder=FIRM, organisation=centre)
    row = Mandate.objects.get(pk=made["id"])
    assert (row.proof, row.account) == ("online", town.account().pk)
    with pytest.raises(NotYours, match="不是您给的"):
        stranger = Actor(
            kind="applicant", region=REGION, name="申请人", account=uuid7(), holders=frozenset({"x"})
        )
        acts.end_mandate(row.pk, by=stranger, at=MONDAY)
    acts.end_mandate(row.pk, by=citizen(town, firm=True), at=MONDAY)


def test_who_helped_never_decides_not_even_at_once(town: Town) -> None:
    by = town.actor("lin")
    given = town.application(NAME, helper=by.person)
    with pytest.raises(NotYours, match="帮办这一件的人"):
        cases.receive(by=by, at=MONDAY, application=given, then="decide_at_once")
    case = UUID(cases.receive(by=by, at=MONDAY, application=given)["id"])
    reviewer = town.actor("sun", person=by.person)
    Case.objects.filter(pk=case).update(state="reviewed", accepted_on=DAY, received_by=None)
    with pytest.raises(NotYours, match="帮办这一件的人"):
        cases.decide(case, by=reviewer, at=MONDAY, outcome="granted")


def test_a_plan_shows_late_first_and_takes_its_days_from_the_case(town: Town) -> None:
    plan = planned(town)
    first, second = Stage.objects.filter(plan=plan)
    late = DAY + timedelta(days=3)
    row = book.plans(book.of_desk(town.actor("dao")), late)[0]
    assert (row.late, row.done, row.all) == (1, 0, 2) and row.next and row.next.late == "过了计划开始日"
    case = town.case(FOOD, upto="decided", applicant=FIRM, representative=CHEN)
    acts.tie_case(plan.pk, by=town.actor("dao"), at=MONDAY, stage=first.pk, case=case.pk)
    stood = book.standing(Stage.objects.get(pk=first.pk), late)
    assert (stood.state, stood.ended, stood.late) == ("办结", DAY, "")
    assert book.standing(second, DAY).state == "没开始"


def test_only_the_firms_own_case_for_that_item_fits(town: Town) -> None:
    plan = planned(town)
    stage = Stage.objects.filter(plan=plan).earliest("place")
    with pytest.raises(BadInput, match="不是这家企业"):
        acts.tie_case(plan.pk, by=town.actor("dao"), at=MONDAY, stage=stage.pk, case=town.case(FOOD).pk)


def test_what_became_a_case_stays_in_the_plan(town: Town) -> None:
    plan = planned(town)
    stage = Stage.objects.filter(plan=plan).earliest("place")
    case = town.case(FOOD, applicant=FIRM, representative=CHEN)
    acts.tie_case(plan.pk, by=town.actor("dao"), at=MONDAY, stage=stage.pk, case=case.pk)
    with pytest.raises(WrongState, match="不能从计划里去掉"):
        acts.order_plan(plan.pk, by=town.actor("dao"), at=MONDAY, stages=[])


def test_a_plan_is_passed_within_the_desk_and_closed_once(town: Town) -> None:
    plan, dao = planned(town), town.actor("dao")
    with pytest.raises(BadInput, match="另一位代办员"):
        acts.pass_plan(plan.pk, by=dao, at=MONDAY, agent=town.people["wu"].pk)
    acts.pass_plan(plan.pk, by=dao, at=MONDAY, agent=town.people["lin"].pk, why="轮岗")
    acts.note(plan.pk, by=town.actor("lin"), at=MONDAY, text="周五看现场")
    acts.close_plan(plan.pk, by=dao, at=MONDAY)
    with pytest.raises(WrongState, match="已经结束"):
        acts.note(plan.pk, by=dao, at=MONDAY, text="又来了")


def test_another_desk_changes_nothing(town: Town) -> None:
    plan = planned(town)
    with pytest.raises(NotYours, match="不是您单位"):
        acts.close_plan(plan.pk, by=town.xing(), at=MONDAY)


def test_a_person_has_no_project(town: Town) -> None:
    with pytest.raises(WrongState, match="只给企业"):
        acts.open_plan(by=town.actor("dao"), at=MONDAY, mandate=taken(town, CHEN).pk, name="一件事")


def test_many_plans_cost_as_much_as_one(town: Town, django_assert_num_queries: Any) -> None:
    planned(town)
    with django_assert_num_queries(4):
        book.plans(book.of_desk(town.actor("dao")), DAY)
    for _ in range(3):
        planned(town)
    with django_assert_num_queries(4):
        assert len(book.plans(book.of_desk(town.actor("dao")), DAY)) == 4
