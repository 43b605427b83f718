"""Rating: voluntary, once, no name, no default."""

from datetime import date, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, Refused, WrongState
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
