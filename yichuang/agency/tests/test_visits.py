"""上门办理: asked for by whom the local rule names, given a day, ordered, begun and ended with its case."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, REGION, Town
from yichuang.agency import acts
from yichuang.agency.models import Visit
from yichuang.clock import acts as clock
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours, WrongState

SAID: dict[str, Any] = {
    "name": "陈秀英",
    "phone": "13800000000",
    "address": "示例区幸福路1号",
    "ground": "老年人",
    "wish": "补领社保卡",
}
DAY = MONDAY.date()


def asked(town: Town, **said: Any) -> UUID:
    return UUID(acts.ask_visit(by=town.actor("dao"), at=MONDAY, **SAID | said)["id"])


def planned(town: Town, **said: Any) -> UUID:
    made = asked(town, **said)
    acts.plan_visit(made, by=town.actor("dao"), at=MONDAY, day=DAY, half="am", visitor=town.people["lin"].pk)
    return made


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ground": "谁都行"}, "为什么可以上门"),
        ({"phone": "123"}, "打通的电话"),
        ({"number": "1"}, "身份证号码"),
        ({"wish": ""}, "想办什么"),
        ({"address": ""}, "地址"),
    ],
)
def test_what_is_missing_is_said(town: Town, changes: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        asked(town, **changes)
    assert not Visit.objects.exists()


def test_the_local_rule_says_who_may_ask(town: Town) -> None:
    number = {
        "name": "visit_who",
        "value": "八十岁以上老人",
        "unit": "对象",
        "basis": "示例办法",
        "starts_on": DAY,
    }
    clock.set_number(by=town.actor("guo"), at=MONDAY, **number)
    with pytest.raises(BadInput, match="为什么可以上门"):
        asked(town)
    assert Visit.objects.get(pk=asked(town, ground="八十岁以上老人")).state == "asked"


def test_a_visit_has_a_working_day_and_somebody_of_the_desk(town: Town) -> None:
    made, dao = asked(town), town.actor("dao")
    with pytest.raises(BadInput, match="不上班"):
        acts.plan_visit(
            made, by=dao, at=MONDAY, day=date(2026, 3, 8), half="am", visitor=town.people["lin"].pk
        )
    with pytest.raises(BadInput, match="本单位"):
        acts.plan_visit(made, by=dao, at=MONDAY, day=DAY, half="am", visitor=town.people["wu"].pk)
    with pytest.raises(BadInput, match="不能早于"):
        acts.plan_visit(
            made, by=dao, at=MONDAY, day=DAY - timedelta(days=3), half="am", visitor=town.people["lin"].pk
        )


def test_the_route_stands_as_it_was_ordered(town: Town) -> None:
    first, second = planned(town), planned(town, name="王桂兰")
    acts.order_route(by=town.actor("dao"), at=MONDAY, day=DAY, visits=[second, first])
    assert list(Visit.objects.order_by("place").values_list("pk", flat=True)) == [second, first]
    with pytest.raises(BadInput, match="刷新后再排"):
        acts.order_route(by=town.actor("dao"), at=MONDAY, day=DAY + timedelta(days=1), visits=[first])


def test_a_visit_ends_with_its_case_or_with_a_reason_and_once(town: Town) -> None:
    made, lin = planned(town, number=CHEN_ID), town.actor("lin")
    acts.end_visit(made, by=lin, at=MONDAY, case=town.case().pk)
    assert Visit.objects.get(pk=made).state == "done"
    with pytest.raises(WrongState, match="已经结束"):
        acts.end_visit(made, by=lin, at=MONDAY, why="又来")


def test_another_persons_visit_is_not_taken_back(town: Town) -> None:
    own, other = town.account().pk, Actor("applicant", REGION, "申请人", account=UUID(int=5))
    made = UUID(
        acts.ask_visit(
            by=Actor("applicant", REGION, "申请人", account=own),
            at=MONDAY,
            organisation=town.hall.organisation_id,
            **SAID,
        )["id"]
    )
    with pytest.raises(NotYours, match="不是您约的"):
        acts.end_visit(made, by=other, at=MONDAY, why="x")
    assert Visit.objects.get(pk=made).source == "online"
