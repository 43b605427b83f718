"""Forced stop: what a notice asks for beyond the list is struck by two persons, and the case goes on from the lawful day."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, REGION, Town
from yichuang.cases import acts as cases
from yichuang.cases import papers, sweeps
from yichuang.cases.models import Case, Notice, Paper, Strike
from yichuang.cases.strikes import struck_of
from yichuang.clock.models import Term
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.materials.models import Material
from yichuang.people.models import Holding, Person, Post

FOOD = "food-business-license-new"
EXTRA = {"place": 2, "reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
WHY = "清单里没有房东的证明"
NEXT = MONDAY + timedelta(days=1)


def second(town: Town) -> Any:
    """Another supervisor."""
    post = Post.objects.create(
        region=REGION, organisation=town.hall.organisation, kind="supervisor", title="督查二"
    )
    person = Person.objects.create(region=REGION, username="cha", name="查清")
    Holding.objects.create(person=person, post=post, starts_on=MONDAY.date())
    town.people["cha"], town.posts["cha"] = person, post
    return town.actor("cha")


def told(town: Town, *lines: dict[str, Any]) -> UUID:
    case = town.case(FOOD, upto="filed").pk
    cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=lines or [EXTRA])
    return case


def asked(town: Town, case: UUID, *lines: int, at: datetime = NEXT) -> UUID:
    answer = cases.ask_strike(case, by=town.actor("guo"), at=at, lines=lines or [0], why=WHY)
    return UUID(answer["strike"])


def test_the_case_goes_on_as_handed_in_and_counts_from_its_receipt(town: Town) -> None:
    case = told(town)
    strike = asked(town, case)
    cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=strike)
    row, notice = Case.objects.get(pk=case), Notice.objects.get(case=case)
    assert (row.state, row.due_on, notice.due_on) == ("filed", date(2026, 3, 9), None)
    assert not Term.objects.filter(subject=case, kind="correction", ended_on=None).exists()
    assert Material.objects.get(subject=case, place=2).state == "got"
    assert json.loads(notice.lines)[0]["struck"] == "2026-03-03"
    cases.accept(case, by=town.actor("lin"), at=NEXT)


def test_what_nobody_answers_after_the_stop_is_accepted_as_of_its_receipt(town: Town) -> None:
    case = told(town)
    strike = asked(town, case, at=MONDAY + timedelta(days=14))
    cases.strike_demand(case, by=town.actor("luo"), at=MONDAY + timedelta(days=14), strike=strike)
    assert sweeps.deem(MONDAY + timedelta(days=14)) == 1
    row = Case.objects.get(pk=case)
    assert (row.state, row.accepted_on) == ("accepted", MONDAY.date())


def test_what_else_is_missing_is_still_owed(town: Town) -> None:
    case = told(town, {"place": 0, "reason": "1"}, EXTRA)
    strike = asked(town, case, 1)
    before = Notice.objects.get(case=case).due_on
    cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=strike)
    row = Case.objects.get(pk=case)
    assert (row.state, Notice.objects.get(case=case).due_on) == ("correcting", before)
    assert [m.place for m in Material.objects.filter(subject=case, state="faulty")] == [0]


def test_a_paper_that_no_list_holds_is_not_owed(town: Town) -> None:
    case = told(town)
    Material.objects.filter(subject=case, place=2).update(place=90, name="房东身份证")
    cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=asked(town, case))
    assert Case.objects.get(pk=case).state == "filed"


def test_it_is_on_the_case_s_chain_with_both_persons_and_the_applicant_is_told(town: Town) -> None:
    case = told(town)
    strike = asked(town, case)
    cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=strike)
    entry = Entry.objects.get(subject=case, act="cases.strike_demand")
    said = json.loads(entry.payload)
    assert (entry.by_person, said["asked_by"]) == (town.people["luo"].pk, town.people["guo"].pk)
    assert Errand.objects.filter(kind="notice", key__endswith=":struck").exists()
    sheet = Paper.objects.get(case=case, kind="demand_struck")
    assert papers.read(sheet.content)["why"] == WHY
    assert [line["why"] for line in struck_of(case)] == [WHY]


def test_who_asked_does_not_confirm_whatever_post_they_sit_at(town: Town) -> None:
    case = told(town)
    strike = asked(town, case)
    for kind in ("supervisor", "government"):
        with pytest.raises(NotYours, match="换一位"):
            cases.strike_demand(case, by=town.actor("guo", kind=kind), at=NEXT, strike=strike)
    assert Case.objects.get(pk=case).state == "correcting"
    cases.strike_demand(case, by=second(town), at=NEXT, strike=strike)


@pytest.mark.parametrize("who", ["lin", "wu", "sun", "gao"])
def test_nobody_of_hall_or_department_stops_a_demand(town: Town, who: str) -> None:
    case = told(town)
    with pytest.raises(NotYours):
        cases.ask_strike(case, by=town.actor(who), at=NEXT, lines=[0], why=WHY)
    strike = asked(town, case)
    with pytest.raises(NotYours):
        cases.strike_demand(case, by=town.actor(who), at=NEXT, strike=strike)


def test_what_the_list_holds_and_nobody_brought_is_no_unlawful_demand(town: Town) -> None:
    case = town.case(FOOD, upto="filed").pk
    brought = Material.objects.filter(subject=case, how="submit", required="必要").values_list(
        "place", flat=True
    )
    cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": brought[0], "reason": "1"}])
    with pytest.raises(WrongState, match="不违规"):
        asked(town, case)


def test_a_reason_and_a_line_are_needed(town: Town) -> None:
    case = told(town)
    for lines, why in (([], WHY), ([7], WHY), ([0], "违规")):
        with pytest.raises(BadInput):
            cases.ask_strike(case, by=town.actor("guo"), at=NEXT, lines=lines, why=why)
    asked(town, case)
    with pytest.raises(WrongState, match="第二人"):
        asked(town, case)


def test_repeating_is_harmless_and_a_stop_is_confirmed_once(town: Town) -> None:
    case = told(town)
    strike = asked(town, case)
    by = town.actor("luo")
    first = cases.strike_demand(case, by=by, at=NEXT, strike=strike, key="k")
    assert cases.strike_demand(case, by=by, at=NEXT, strike=strike, key="k") == first
    with pytest.raises(WrongState):
        cases.strike_demand(case, by=by, at=NEXT, strike=strike)


def test_the_second_person_may_refuse(town: Town) -> None:
    case = told(town)
    strike = asked(town, case)
    cases.drop_strike(case, by=town.actor("luo"), at=NEXT, strike=strike, why="清单第3项写明要交")
    assert Strike.objects.get(pk=strike).state == "dropped"
    with pytest.raises(NotThere):
        cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=strike)
    assert asked(town, case) != strike
