"""The hard ways: a firm with an agent, results posted or online, gaps, promises, and parts that are stopped, void, lapsed or retired."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.town import FIRM_CODE, MONDAY, Town, build
from yichuang.bundles import acts, followers
from yichuang.bundles.models import Finding, Letter, Part, Thing
from yichuang.bundles.tests.scenes import (
    CHEN,
    HOUR,
    brought,
    decided,
    done,
    drained,
    missing,
    on_line,
    part,
    received,
    said,
    states,
    told_once,
    whole,
)
from yichuang.cases import acts as cases
from yichuang.cases import papers as of_cases
from yichuang.cases import sweeps
from yichuang.cases.application import Judgement, PartyIn, PostTo
from yichuang.cases.models import Case, Paper
from yichuang.catalogue import acts as catalogue
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.journal.verify import verify
from yichuang.law import identity
from yichuang.materials.models import Material

LICENCE, FOOD, FIRE, SIGN, HEALTH = (
    "individual-business-establishment",
    "food-business-license-new",
    "fire-safety-check-general",
    "signboard-management",
    "food-handler-health-cert",
)
FIRM = PartyIn("示例餐饮有限公司", FIRM_CODE, kind="body", document="001", phone="13800000001")
AGENT = PartyIn("何示例", identity.synthetic_resident_id("189901", date(1990, 1, 1), 7), mandate="委托书")
TO = PostTo("陈秀英", "13800000000", "示例区幸福路1号2楼")


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def now(thing: Thing) -> Thing:
    return Thing.objects.get(pk=thing.pk)


def letter(thing: Thing, kind: str) -> Any:
    return of_cases.read(Letter.objects.get(thing=thing, kind=kind).content)


def test_a_firm_applies_with_its_representative_and_its_agent(town: Town) -> None:
    thing = received(town, applicant=FIRM, representative=CHEN, agent=AGENT)
    assert (thing.applicant_kind, thing.applicant_name) == ("body", FIRM.name)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR)
    for case in Case.objects.filter(thing=thing.pk):
        roles = dict(case.parties.values_list("role", "name"))
        assert roles == {"applicant": FIRM.name, "representative": CHEN.name, "agent": AGENT.name}
    assert verify().broken == []


def test_posted_results_close_the_thing_one_by_one(town: Town) -> None:
    thing = received(town, delivery="post", to=TO, together=False)
    at = done(town, thing, MONDAY)
    for case in Case.objects.filter(thing=thing.pk, state="decided"):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
        assert now(thing).state == "done"
        if case.delivery == "post":
            cases.post(
                case.pk,
                by=town.actor("yang"),
                at=at,
                tracking=f"EX{case.pk.hex[-8:]}",
                address=TO.address,
                receiver=TO.receiver,
            )
            cases.sign_for(case.pk, by=town.actor("yang"), at=at)
        drained(at)
    assert now(thing).state == "closed" and verify().broken == []


def test_results_as_e_licences_only_need_nobody_at_the_window(town: Town) -> None:
    thing = received(town, delivery="electronic", together=False)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR)
    licence = Case.objects.get(pk=part(thing, LICENCE).case_id)
    assert (licence.delivery, licence.state) == ("electronic", "closed")
    assert states(thing)[FOOD] == "running"


def test_a_gap_is_open_in_its_case_only_and_closed_there(town: Town) -> None:
    town.rewrite(LICENCE, committed_days=10, materials=_with(town, LICENCE, "容缺后补"))
    thing = received(town, papers={**whole(town).papers, "示例补交材料": Judgement("gap")})
    case = Case.objects.get(pk=part(thing, LICENCE).case_id)
    assert (case.state, case.gap) == ("accepted", True)
    [place] = Material.objects.filter(subject=case.pk, state="gap").values_list("place", flat=True)
    cases.fill_gap(case.pk, by=town.actor("lin"), at=MONDAY + HOUR, places=[place])
    decided(town, case.pk, MONDAY + HOUR)
    assert states(thing)[FOOD] == "running"


def test_a_gap_that_is_not_closed_in_time_ends_its_part_and_what_waits_for_it(town: Town) -> None:
    town.rewrite(LICENCE, committed_days=10, materials=_with(town, LICENCE, "容缺后补"))
    thing = received(town, papers={**whole(town).papers, "示例补交材料": Judgement("gap")})
    assert sweeps.miss_gaps(MONDAY + timedelta(days=40)) == 1
    drained(MONDAY + timedelta(days=40))
    assert (states(thing)[LICENCE], states(thing)[FOOD], states(thing)[HEALTH]) == (
        "ended",
        "dropped",
        "running",
    )


def test_a_promise_stands_for_its_paper_in_the_part_that_allows_it(town: Town) -> None:
    materials = _with(town, LICENCE, "必要")
    materials[-1]["commitment"] = True
    town.rewrite(LICENCE, materials=materials)
    thing = received(town, papers={**whole(town).papers, "示例补交材料": Judgement("committed")})
    row = Material.objects.get(subject=part(thing, LICENCE).case_id, name="示例补交材料")
    assert row.state == "committed" and states(thing)[LICENCE] == "running"
    with pytest.raises(BadInput, match="承诺"):
        name = next(one for one in whole(town).papers if one != "示例补交材料")
        received(town, papers={**whole(town).papers, name: Judgement("committed")})


def _with(town: Town, key: str, required: str) -> list[dict[str, Any]]:
    row = {
        "name": "示例补交材料",
        "required": required,
        "form": "原件",
        "copies": 1,
        "scenario": None,
        "obtainable_by": None,
    }
    return [*town.version(key).record["materials"], row]


def retire(town: Town, key: str) -> None:
    catalogue.retire(town.items[key].pk, by=town.actor("he"), at=MONDAY, reason="示例：取消")


@pytest.mark.parametrize("key", [LICENCE, FOOD])
def test_a_retired_item_is_finished_as_it_was_filed(town: Town, key: str) -> None:
    thing = received(town)
    retire(town, key)
    at = done(town, thing, MONDAY)
    assert set(states(thing).values()) == {"granted"} and now(thing).outcome == "all"
    assert at and verify().broken == []


def test_a_retired_item_does_not_stop_what_departments_ask(town: Town) -> None:
    thing = told_once(town)
    retire(town, LICENCE)
    acts.hand_in(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR)
    assert states(thing)[FOOD] == "running"


def test_a_void_result_ends_what_still_waits_and_is_told_in_the_outcome(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, HEALTH).case_id, MONDAY + HOUR)
    cases.void(part(thing, HEALTH).case_id, by=town.actor("guo"), at=MONDAY + HOUR, why="材料虚假")
    drained(MONDAY + HOUR)
    assert (states(thing)[HEALTH], part(thing, HEALTH).why) == ("ended", "作废")
    done(town, thing, MONDAY + HOUR)
    assert (now(thing).state, now(thing).outcome) == ("done", "some")
    cases.void(part(thing, SIGN).case_id, by=town.actor("guo"), at=MONDAY + 9 * HOUR, why="材料虚假")
    drained(MONDAY + 9 * HOUR)
    assert states(thing)[SIGN] == "ended" and now(thing).state == "done"


def test_a_correction_that_never_comes_ends_its_part_and_what_waits_for_it(town: Town) -> None:
    thing = on_line(town)
    said(town, thing, {LICENCE: missing(thing, LICENCE)})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    late = MONDAY + timedelta(days=60)
    assert sweeps.lapse(late) == 1
    drained(late)
    assert (states(thing)[LICENCE], states(thing)[FOOD], states(thing)[HEALTH]) == (
        "ended",
        "dropped",
        "running",
    )
    done(town, thing, late)
    assert (now(thing).state, now(thing).outcome) == ("done", "some")


def test_a_part_whose_paper_never_comes_does_not_hold_the_others_for_ever(town: Town) -> None:
    thing = told_once(town)  # of the food licence, which has not begun: no case of it can lapse
    done(town, thing, MONDAY + HOUR)
    assert states(thing)[FOOD] == "waiting" and now(thing).state == "correcting"
    late = MONDAY + timedelta(days=60)
    assert followers.forecast(late) == 1 and followers.forecast(late) == 0
    assert (states(thing)[FOOD], part(thing, FOOD).why) == ("dropped", "补正材料过期没有交来")
    assert (now(thing).state, now(thing).outcome) == ("done", "some")


def test_a_withdrawn_part_ends_what_waits_for_it_and_all_withdrawn_is_withdrawn(town: Town) -> None:
    thing = received(town)
    acts.withdraw(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR, items=[FIRE], why="不开了")
    assert (states(thing)[FIRE], part(thing, FIRE).why) == ("dropped", "申请人撤回")
    acts.withdraw(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR, why="不开了")
    assert (now(thing).state, now(thing).outcome) == ("closed", "withdrawn")
    assert Letter.objects.filter(thing=thing, kind="result").count() == 1
    with pytest.raises(WrongState):
        acts.withdraw(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR)


def test_a_special_procedure_moves_what_follows_by_its_days(town: Town) -> None:
    thing = received(town)
    before = {one.key: one.due_on for one in Part.objects.filter(thing=thing)}
    mine = part(thing, LICENCE)
    by = town.staff(mine.department_id, "reviewer")
    cases.suspend(mine.case_id, by=by, at=MONDAY, name="检测", days=10, basis="《示例办法》第九条")
    drained(MONDAY)
    moved = {one.key for one in Part.objects.filter(thing=thing) if one.due_on > before[one.key]}
    assert moved == {LICENCE, FOOD, FIRE, SIGN} and "特别程序" in now(thing).due_why
    assert now(thing).due_on > thing.due_on and now(thing).forecast_on == now(thing).due_on


def test_a_part_joins_before_what_waits_for_it_has_begun(town: Town) -> None:
    thing = received(town, skip=(SIGN,))
    assert SIGN not in states(thing)
    filing = whole(town)
    made = acts.add_part(
        thing.pk, by=town.actor("lin"), at=MONDAY + HOUR, item=SIGN, answers=dict(filing.answers),
        papers=dict.fromkeys(filing.papers, "got"),
    )  # fmt: skip
    assert states(thing)[SIGN] == "waiting" and len(made["parts"]) == 5
    with pytest.raises(WrongState, match="已经在里面"):
        acts.add_part(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR, item=SIGN)
    done(town, thing, MONDAY + HOUR)
    assert states(thing)[SIGN] == "granted"


def test_a_second_visit_is_made_when_the_first_is_written_up(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    visit = _called(town, thing, tuesday)
    with pytest.raises(WrongState, match="已经约了"):
        _called(town, thing, tuesday)
    food, fire = (town.staff(part(thing, key).department_id, "reviewer") for key in (FOOD, FIRE))
    with pytest.raises(WrongState, match="还没有到"):
        acts.find(thing.pk, by=food, at=MONDAY, visit=visit, part=FOOD, passed=True)
    acts.find(thing.pk, by=food, at=tuesday, visit=visit, part=FOOD, passed=True)
    acts.find(
        thing.pk,
        by=fire,
        at=tuesday + timedelta(days=1),
        visit=visit,
        part=FIRE,
        passed=False,
        text="疏散门上锁",
    )
    again = _called(town, thing, tuesday + timedelta(days=2))
    acts.find(thing.pk, by=fire, at=tuesday + timedelta(days=2), visit=again, part=FIRE, passed=True)
    assert list(Finding.objects.filter(part__key=FIRE).order_by("pk").values_list("passed", flat=True)) == [
        False,
        True,
    ]


def _called(town: Town, thing: Thing, at: datetime) -> Any:
    made = acts.plan_visit(thing.pk, by=town.actor("lin"), at=at, on=at.date(), half="am", items=[FOOD, FIRE])
    return made["visit"]


def test_a_refused_part_is_settled_and_told_in_one_letter(town: Town) -> None:
    town.rewrite(
        FOOD,
        fee={
            "charged": True,
            "items": [{"name": "示例费", "amount": "30", "unit": "元"}],
            "moment": "decision",
        },
    )
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR, outcome="refused")
    done(town, thing, MONDAY + HOUR)
    told = letter(thing, "result")
    assert told["outcome"] == "some" and [one["state"] for one in told["parts"]].count("dropped") == 3
    refusal = told["told"][LICENCE]
    own = of_cases.read(Paper.objects.get(case=part(thing, LICENCE).case_id, kind="decision_refuse").content)
    assert refusal["opinion"] == own["opinion"] and refusal["remedies"] and refusal["number"]
    assert (told["told"][FOOD]["fee"], told["told"][HEALTH]["fee"], told["told"][LICENCE]["fee"]) == (
        "void",
        "due",
        "none",
    )
    assert "没有办成" in next(one["why"] for one in told["parts"] if one["key"] == FOOD)
    assert json.loads(now(thing).answers)
