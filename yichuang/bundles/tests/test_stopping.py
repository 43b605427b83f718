"""Forced stop in a thing: a line of the one notice is void for every part it covers, by two persons; the rest goes on."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts, sealing
from yichuang.bundles.models import Letter, Notice, Strike, Thing
from yichuang.bundles.tests.scenes import brought, demanded, missing, on_line, part, said, whole
from yichuang.cases import acts as cases
from yichuang.cases import papers
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Paper
from yichuang.cases.models import Notice as NoticeOfCase
from yichuang.cases.models import Strike as StrikeOfCase
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.journal.verify import verify
from yichuang.materials.models import Material

LINES, CARD = "utility-connection", "法人或经办人居民身份证"
LICENCE, FOOD = "individual-business-establishment", "food-business-license-new"
WHY = "清单里没有房东的证明"
NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def now(thing: Thing) -> Thing:
    return Thing.objects.get(pk=thing.pk)


def case_of(thing: Thing, key: str = LICENCE) -> Any:
    return Case.objects.get(pk=part(thing, key).case_id)


def asked(town: Town, thing: Thing, *lines: int, at: Any = NEXT) -> UUID:
    answer = acts.ask_strike(thing.pk, by=town.actor("guo"), at=at, lines=lines or [0], why=WHY)
    return UUID(answer["strike"])


def stopped(town: Town, thing: Thing, *lines: int, at: Any = NEXT) -> Thing:
    strike = asked(town, thing, *lines, at=at)
    acts.strike_demand(thing.pk, by=town.actor("luo"), at=at, strike=strike)
    return now(thing)


def test_without_the_void_demand_everything_is_accepted_and_the_joint_date_is_set(town: Town) -> None:
    thing = demanded(town)
    others = dict(Case.objects.filter(thing=thing.pk, state="accepted").values_list("pk", "due_on"))
    assert others and thing.due_on is None
    after, notice = stopped(town, thing), Notice.objects.get(thing=thing)
    assert (after.state, after.accepted_on) == ("going", NEXT.date()) and after.due_on
    assert after.received_on == thing.received_on and notice.due_on is None
    assert notice.told()[0]["struck"] == "2026-03-03" and notice.told()[0]["struck_why"] == WHY
    assert case_of(thing).state == "accepted" and case_of(thing).received_on == MONDAY.date()
    assert dict(Case.objects.filter(pk__in=others).values_list("pk", "due_on")) == others
    assert not Material.objects.filter(subject=case_of(thing).pk, state="faulty").exists()


def test_thing_and_case_carry_both_persons_on_their_chains(town: Town) -> None:
    thing = demanded(town)
    stopped(town, thing)
    for subject, room in ((thing.pk, "bundles"), (case_of(thing).pk, "cases")):
        entry = Entry.objects.get(subject=subject, act=f"{room}.strike_demand")
        told = json.loads(entry.payload)
        assert (entry.by_person, told["asked_by"]) == (town.people["luo"].pk, town.people["guo"].pk)
        assert told["why"] == WHY and Entry.objects.filter(subject=subject, act=f"{room}.ask_strike").exists()
    assert verify().broken == [] and not list(sealing.altered())


def test_the_applicant_is_told_once_and_gets_the_papers(town: Town) -> None:
    thing = demanded(town)
    stopped(town, thing)
    told = [
        json.loads(one)["template"]
        for one in Errand.objects.filter(kind="notice").values_list("args", flat=True)
    ]
    assert told.count("thing_struck") == 1 and "struck" not in told
    content = papers.read(Letter.objects.get(thing=thing, kind="struck").content)
    assert (content["why"], content["left"]) == (WHY, 0)
    assert Paper.objects.filter(case=case_of(thing), kind="demand_struck").count() == 1


def test_a_line_is_void_for_every_part_that_uses_the_paper(town: Town) -> None:
    town.bundle(LINES)
    filing = whole(town, LINES, answers={"pick": "water,power,gas", "line": "no"})
    beyond = Judgement("faulty", "7", {"text": "另外交房东的身份证复印件和收入证明"})
    filing = replace(filing, papers={**filing.papers, CARD: beyond})
    thing = Thing.objects.get(pk=acts.receive(by=town.actor("lin"), at=MONDAY, filing=filing)["id"])
    waiting = [case.pk for case in Case.objects.filter(thing=thing.pk, state="correcting")]
    assert len(waiting) > 1 and len(Notice.objects.get(thing=thing).told()) == 1
    after = stopped(town, thing)
    assert after.state == "going" and not Case.objects.filter(thing=thing.pk, state="filed").exists()
    assert set(Case.objects.filter(pk__in=waiting).values_list("state", flat=True)) == {"accepted"}
    assert all("struck" in json.loads(one.lines)[0] for one in NoticeOfCase.objects.filter(case__in=waiting))
    assert StrikeOfCase.objects.filter(case__in=waiting, state="struck").count() == len(waiting)


def test_what_else_is_missing_is_still_owed_and_parts_without_it_go_on(town: Town) -> None:
    thing = demanded(town, {FOOD: missing_of(town)})
    before = Notice.objects.get(thing=thing).due_on
    line = next(n for n, one in enumerate(Notice.objects.get(thing=thing).told()) if one["reason"] == "7")
    after = stopped(town, thing, line)
    assert (after.state, Notice.objects.get(thing=thing).due_on) == ("correcting", before)
    assert case_of(thing).state == "accepted" and part(thing, FOOD).state == "waiting"
    acts.hand_in(thing.pk, by=town.actor("lin"), at=NEXT)
    assert now(thing).state == "going"


def missing_of(town: Town) -> list[dict[str, Any]]:
    return missing(on_line(town), FOOD)


def test_what_came_meanwhile_is_handed_in_with_the_stop(town: Town) -> None:
    name = missing(on_line(town), LICENCE)[0]["paper"]
    thing = demanded(town, {LICENCE: [{"paper": other(town, name), "reason": "1", "fields": {}}]})
    lines = Notice.objects.get(thing=thing).told()
    lawful = next(one["paper"] for one in lines if one["reason"] == "1")
    acts.hand_in(thing.pk, by=town.actor("lin"), at=NEXT, papers=[lawful])
    assert case_of(thing).state == "correcting"
    after = stopped(town, thing, next(n for n, one in enumerate(lines) if one["reason"] == "7"))
    assert after.state == "going" and case_of(thing).state == "accepted"


def test_what_came_on_line_meanwhile_is_looked_at_first(town: Town) -> None:
    name = missing(on_line(town), LICENCE)[0]["paper"]
    thing = demanded(town, {LICENCE: [{"paper": other(town, name), "reason": "1", "fields": {}}]})
    lines = Notice.objects.get(thing=thing).told()
    lawful = next(one["paper"] for one in lines if one["reason"] == "1")
    acts.hand_in(thing.pk, by=town.citizen, at=NEXT, papers=[lawful])
    after = stopped(town, thing, next(n for n, one in enumerate(lines) if one["reason"] == "7"))
    assert (after.state, case_of(thing).state) == ("filed", "filed") and after.say_by
    acts.accept(thing.pk, by=town.night, at=NEXT + timedelta(days=7))
    assert now(thing).state == "going"


def other(town: Town, name: str) -> str:
    """Another paper of the licence's part."""
    case = part(on_line(town), LICENCE).case_id
    names = Material.objects.filter(subject=case, state="awaited").values_list("name", flat=True)
    return next(one for one in names if one != name)


def test_silence_since_the_receipt_has_accepted_a_part_when_the_demand_is_void(town: Town) -> None:
    thing = demanded(town)
    late = MONDAY + timedelta(days=14)
    after, case = stopped(town, thing, at=late), case_of(thing)
    assert after.state == "going" and case.state == "accepted"
    assert case.accepted_on == (MONDAY.date() if case.deemed else late.date())


def test_who_asked_does_not_confirm_and_nobody_of_hall_or_department_stops(town: Town) -> None:
    thing = demanded(town)
    for who in ("lin", "wu", "sun", "gao", "luo"):
        with pytest.raises(NotYours):
            acts.ask_strike(thing.pk, by=town.actor(who), at=NEXT, lines=[0], why=WHY)
    strike = asked(town, thing)
    for by in (town.actor("lin"), town.actor("wu"), town.actor("sun")):
        with pytest.raises(NotYours):
            acts.strike_demand(thing.pk, by=by, at=NEXT, strike=strike)
    for kind in ("supervisor", "government"):
        with pytest.raises(NotYours, match="换一位"):
            acts.strike_demand(thing.pk, by=town.actor("guo", kind=kind), at=NEXT, strike=strike)
    assert now(thing).state == "correcting"


def test_what_a_list_holds_and_nobody_brought_is_no_unlawful_demand(town: Town) -> None:
    thing = on_line(town)
    said(town, thing, {LICENCE: missing(thing, LICENCE)})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    with pytest.raises(WrongState, match="不违规"):
        asked(town, thing)


def test_a_line_that_is_owed_a_reason_and_a_correcting_thing_are_needed(town: Town) -> None:
    thing = demanded(town)
    for lines, why in (([], WHY), ([7], WHY), ([0], "违规")):
        with pytest.raises(BadInput):
            acts.ask_strike(thing.pk, by=town.actor("guo"), at=NEXT, lines=lines, why=why)
    asked(town, thing)
    with pytest.raises(WrongState, match="第二人"):
        asked(town, thing)
    with pytest.raises(WrongState):
        asked(town, on_line(town))


def test_repeating_is_harmless_and_a_stop_is_confirmed_once(town: Town) -> None:
    thing = demanded(town)
    strike, by = asked(town, thing), town.actor("luo")
    first = acts.strike_demand(thing.pk, by=by, at=NEXT, strike=strike, key="k")
    assert acts.strike_demand(thing.pk, by=by, at=NEXT, strike=strike, key="k") == first
    with pytest.raises(WrongState):
        acts.strike_demand(thing.pk, by=by, at=NEXT, strike=strike)


def test_the_second_person_may_let_it_stand_for_all_parts(town: Town) -> None:
    thing = demanded(town)
    strike = asked(town, thing)
    acts.drop_strike(thing.pk, by=town.actor("luo"), at=NEXT, strike=strike, why="清单第3项写明要交")
    assert Strike.objects.get(pk=strike).state == "dropped"
    assert StrikeOfCase.objects.get(case=case_of(thing)).state == "dropped"
    with pytest.raises(NotThere):
        acts.strike_demand(thing.pk, by=town.actor("luo"), at=NEXT, strike=strike)
    assert asked(town, thing) != strike


def test_a_stop_that_was_overtaken_is_taken_back(town: Town) -> None:
    thing = demanded(town)
    strike = asked(town, thing)
    acts.hand_in(thing.pk, by=town.actor("lin"), at=NEXT)
    with pytest.raises(WrongState):
        acts.strike_demand(thing.pk, by=town.actor("luo"), at=NEXT, strike=strike)
    acts.drop_strike(thing.pk, by=town.actor("guo"), at=NEXT, strike=strike, why="申请人已经交来了")
    assert not StrikeOfCase.objects.filter(state="asked").exists()


def test_a_part_is_not_stopped_by_itself(town: Town) -> None:
    case = case_of(demanded(town))
    with pytest.raises(WrongState, match="各项一起"):
        cases.ask_strike(case.pk, by=town.actor("guo"), at=NEXT, lines=[0], why=WHY)
