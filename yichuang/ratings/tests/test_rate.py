"""Rating: voluntary, once, no name, no default."""

from datetime import date, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles.tests import scenes
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused, WrongState
from yichuang.journal.verify import verify
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating

NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def test_a_contact_is_rated_once_and_the_cases_journal_names_nobody(town: Town) -> None:
    case = town.case(upto="delivered")
    before = Entry.objects.filter(subject=case.pk).count()
    ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=2, reasons=["等得久"], words="太慢")
    with pytest.raises(Refused):
        ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=5)
    assert Entry.objects.filter(subject=case.pk).count() == before and Rating.objects.count() == 1


def test_a_bad_grade_gets_the_day_by_which_it_must_be_mended(town: Town) -> None:
    case = town.case(upto="delivered")
    ratings.rate(by=town.chen, at=MONDAY, case=case.pk, grade=1)
    made = Rating.objects.get(case=case)
    assert made.bad and made.mend_due_on == date(2026, 3, 23)


def test_a_good_grade_keeps_no_reasons(town: Town) -> None:
    case = town.case(upto="delivered")
    ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=5, reasons=["等得久"])
    made = Rating.objects.get(case=case)
    assert (made.reasons, made.bad, made.mend_due_on) == ("[]", False, None)


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_there_are_five_grades_and_no_more(town: Town, grade: int) -> None:
    case = town.case(upto="delivered")
    with pytest.raises(BadInput, match="五档"):
        ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=grade)


def test_nobody_on_the_staff_rates(town: Town) -> None:
    case = town.case(upto="delivered")
    with pytest.raises(NotYours):
        ratings.rate(by=town.actor("lin"), at=NEXT, case=case.pk, grade=5)


def test_what_has_not_been_handled_cannot_be_rated(town: Town) -> None:
    with pytest.raises(WrongState):
        ratings.rate(by=town.chen, at=NEXT, case=town.case(upto="filed").pk, grade=5)


def test_a_whole_thing_is_rated_once_when_it_is_done(town: Town) -> None:
    thing = scenes.ready(town)
    before = Entry.objects.filter(subject=thing.pk).count()
    made = ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=1, reasons=["等得久"])
    rating = Rating.objects.get(pk=made["id"])
    assert (rating.thing_id, rating.case_id, rating.contact, rating.bad) == (thing.pk, None, "thing", True)
    assert rating.mend_due_on == date(2026, 3, 24)
    with pytest.raises(Refused):
        ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=5)
    assert Entry.objects.filter(subject=thing.pk).count() == before and Rating.objects.count() == 1


def test_contacts_of_a_thing_are_rated_beside_the_whole(town: Town) -> None:
    thing = scenes.ready(town)
    for contact in ("intake", "thing"):
        ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=4, contact=contact)
    case = scenes.part(thing, "food-business-license-new").case_id
    ratings.rate(by=town.chen, at=NEXT, case=case, grade=3)
    assert Rating.objects.filter(thing=thing).count() == 2 and Rating.objects.count() == 3


def test_a_thing_under_way_is_rated_by_contact_only(town: Town) -> None:
    thing = scenes.received(scenes.brought(town))
    with pytest.raises(WrongState, match="没有全部办完"):
        ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=5)
    ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=5, contact="intake")


def test_a_thing_nobody_has_looked_at_cannot_be_rated(town: Town) -> None:
    thing = scenes.on_line(town)
    with pytest.raises(WrongState, match="还没有办理"):
        ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=5, contact="intake")


def test_a_verdict_is_about_one_case_or_one_thing(town: Town) -> None:
    thing, case = scenes.ready(town), town.case(upto="delivered")
    for about in ({}, {"case": case.pk, "thing": thing.pk}):
        with pytest.raises(BadInput):
            ratings.rate(by=town.chen, at=NEXT, grade=5, **about)
    with pytest.raises(NotThere):
        ratings.rate(by=town.chen, at=NEXT, thing=case.pk, grade=5)
    with pytest.raises(NotYours):
        ratings.rate(by=town.actor("lin"), at=NEXT, thing=thing.pk, grade=5)


def test_a_repeated_verdict_is_harmless(town: Town) -> None:
    thing = scenes.ready(town)
    first, again = (ratings.rate(by=town.chen, at=NEXT, thing=thing.pk, grade=5, key="k") for _ in range(2))
    assert first["id"] == again["id"] and Rating.objects.count() == 1


def test_a_verdict_changed_beside_the_chain_is_found(town: Town) -> None:
    made = ratings.rate(by=town.chen, at=NEXT, thing=scenes.ready(town).pk, grade=1)
    assert verify().broken == []
    Rating.objects.filter(pk=made["id"]).update(grade=5)
    assert [one["what"] for one in verify().broken] == ["altered subject"]


def test_no_contact_is_made_up_so_that_one_service_has_one_verdict(town: Town) -> None:
    case = town.case(upto="accepted")
    with pytest.raises(BadInput, match="没有这一次服务"):
        ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=5, contact="window")
    with pytest.raises(WrongState, match="还没有办完"):
        ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=5, contact="case")
    ratings.rate(by=town.chen, at=NEXT, case=case.pk, grade=5)
    assert Rating.objects.get().contact == "intake"
