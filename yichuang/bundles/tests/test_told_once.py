"""On line the departments look first: each says once what is missing, one notice leaves, or everything is accepted."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts, followers
from yichuang.bundles.models import Demand, Letter, Notice, Thing
from yichuang.bundles.tests.scenes import brought, missing, on_line, part, received, said, told_once, whole
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case
from yichuang.cases.models import Notice as NoticeOfCase
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.materials.models import Material

LICENCE, FOOD = "individual-business-establishment", "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def test_silence_means_that_nothing_is_missing(town: Town) -> None:
    thing = on_line(town)
    assert followers.settle(MONDAY + timedelta(days=3)) == 0
    assert followers.settle(MONDAY + timedelta(days=4)) == 1
    thing.refresh_from_db()
    assert (thing.state, thing.accepted_on) == ("going", (MONDAY + timedelta(days=4)).date())
    assert Demand.objects.filter(part__thing=thing, silent=True).count() == 5
    assert set(Case.objects.filter(thing=thing.pk).values_list("state", flat=True)) == {"accepted"}


def test_when_all_departments_say_that_nothing_is_missing_it_is_accepted(town: Town) -> None:
    thing = on_line(town)
    said(town, thing, {})
    thing.refresh_from_db()
    assert (thing.state, thing.accepted_on) == ("going", MONDAY.date())
    assert Letter.objects.filter(thing=thing, kind="acceptance").count() == 1


def test_what_several_departments_ask_is_one_notice(town: Town) -> None:
    thing = on_line(town)
    said(town, thing, {FOOD: missing(thing, FOOD), LICENCE: missing(thing, LICENCE)})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    thing.refresh_from_db()
    notice = Notice.objects.get(thing=thing)
    assert thing.state == "correcting" and len(notice.told()) == 2
    assert {tuple(line["items"]) for line in notice.told()} == {(FOOD,), (LICENCE,)}
    assert NoticeOfCase.objects.filter(case=part(thing, LICENCE).case_id).count() == 1


def test_parts_without_a_fault_go_on_meanwhile(town: Town) -> None:
    thing = told_once(town)
    assert Case.objects.get(pk=part(thing, LICENCE).case_id).state == "accepted"


def test_what_was_asked_for_is_handed_in_and_accepted(town: Town) -> None:
    thing = told_once(town)
    acts.hand_in(thing.pk, by=town.actor("lin"), at=MONDAY + timedelta(days=1))
    thing.refresh_from_db()
    assert thing.state == "going"
    town.review(part(thing, LICENCE).case_id, MONDAY + timedelta(days=1))
    town.decide(part(thing, LICENCE).case_id, MONDAY + timedelta(days=1))
    acts.go_on(thing.pk, by=town.night, at=MONDAY + timedelta(days=1))
    food = Case.objects.get(pk=part(thing, FOOD).case_id)
    assert food.state == "accepted"
    assert not Material.objects.filter(subject=food.pk, state__in=("awaited", "faulty")).exists()


def test_a_part_waits_for_a_paper_that_was_asked_for(town: Town) -> None:
    thing = told_once(town)
    town.review(part(thing, LICENCE).case_id, MONDAY)
    town.decide(part(thing, LICENCE).case_id, MONDAY)
    acts.go_on(thing.pk, by=town.night, at=MONDAY)
    food = part(thing, FOOD)
    assert food.case_id is None or Case.objects.get(pk=food.case_id).state != "accepted"


def test_a_department_speaks_once_and_for_its_own_part(town: Town) -> None:
    thing = on_line(town)
    market = town.staff(part(thing, FOOD).department_id, "reviewer")
    acts.say(thing.pk, by=market, at=MONDAY, part=FOOD)
    with pytest.raises(WrongState, match="只说一次"):
        acts.say(thing.pk, by=market, at=MONDAY, part=FOOD)
    with pytest.raises(NotYours):
        acts.say(thing.pk, by=market, at=MONDAY, part="fire-safety-check-general")
    with pytest.raises(BadInput, match="清单里没有"):
        acts.say(thing.pk, by=market, at=MONDAY, part=LICENCE, lines=[{"paper": "房产证", "reason": "1"}])


def test_the_notice_waits_until_all_have_spoken_or_the_day_is_over(town: Town) -> None:
    thing = on_line(town)
    market = town.staff(part(thing, FOOD).department_id, "reviewer")
    acts.say(thing.pk, by=market, at=MONDAY, part=FOOD, lines=missing(thing))
    with pytest.raises(WrongState, match="没有说"):
        acts.ask_once(thing.pk, by=market, at=MONDAY)
    assert followers.settle(MONDAY + timedelta(days=4)) == 1
    assert Thing.objects.get(pk=thing.pk).state == "correcting"


def test_nothing_is_asked_for_after_acceptance(town: Town) -> None:
    thing = on_line(town)
    said(town, thing, {})
    with pytest.raises(WrongState):
        acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY, lines=missing(thing))


def test_what_the_window_finds_faulty_is_told_in_the_same_sitting(town: Town) -> None:
    filing = whole(town)
    thing = received(town)
    lines = {line["paper"] for key in (FOOD, LICENCE) for line in missing(thing, key)}
    judged = {name: Judgement("faulty", "1") if name in lines else one for name, one in filing.papers.items()}
    made = acts.receive(by=town.actor("lin"), at=MONDAY, filing=replace(filing, papers=judged))
    assert made["state"] == "correcting"
    assert [one["kind"] for one in made["letters"]] == ["receipt", "notice"]
    assert {line["paper"] for line in Notice.objects.get(thing=made["id"]).told()} == lines
    handed = acts.hand_in(UUID(made["id"]), by=town.actor("lin"), at=MONDAY)
    assert handed["state"] == "going" and handed["due_on"]
