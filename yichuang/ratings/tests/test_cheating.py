"""Tries to cheat: rate twice, rate for others, staff for citizens, by the code of another: refused and on record."""

import json
from dataclasses import replace

import pytest

from tests.town import MONDAY, Town, build
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Moved, NotYours
from yichuang.journal.verify import verify
from yichuang.law.identity import synthetic_resident_id
from yichuang.ratings import guarded
from yichuang.ratings.models import Rating


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def tries() -> list[dict[str, object]]:
    return [json.loads(e.payload) for e in Entry.objects.filter(act="ratings.note_try").order_by("seq")]


def test_rating_twice_is_refused_and_on_record_and_the_first_stands(town: Town) -> None:
    case = town.case(upto="delivered")
    guarded.rate(by=town.chen, at=MONDAY, case=case.pk, grade=2, contact="case")
    with pytest.raises(Moved, match="已经评过"):
        guarded.rate(by=town.chen, at=MONDAY, case=case.pk, grade=5, contact="case", channel="6")
    assert Rating.objects.get().grade == 2
    (told,) = tries()
    assert (told["what"], told["case"], told["channel"], told["person"]) == ("twice", str(case.pk), "6", None)
    assert verify().broken == []


def test_the_same_request_once_more_is_no_cheat(town: Town) -> None:
    case = town.case(upto="delivered")
    for _ in range(2):
        guarded.rate(by=town.chen, at=MONDAY, case=case.pk, grade=2, key="k")
    assert tries() == []


def test_somebody_else_who_is_signed_in_does_not_rate_even_with_the_code(town: Town) -> None:
    case = town.case(upto="delivered")
    other = town.account("周平", synthetic_resident_id("189901", MONDAY.date(), 33), phone="13800000001")
    by = replace(town.applies(other), opened=case.pk)
    with pytest.raises(NotYours, match="不是您的"):
        guarded.rate(by=by, at=MONDAY, case=case.pk, grade=5)
    (told,) = tries()
    assert told["what"] == "others" and not Rating.objects.exists()
    assert str(other.pk) not in Entry.objects.get(act="ratings.note_try").payload


def test_a_code_rates_its_own_case_and_no_other(town: Town) -> None:
    mine, other = town.case(upto="delivered"), town.case(upto="delivered")
    with pytest.raises(NotYours):
        guarded.rate(by=replace(town.chen, opened=mine.pk), at=MONDAY, case=other.pk, grade=5)
    assert tries()[0]["what"] == "others"


@pytest.mark.parametrize("who", ["lin", "wu", "guo"])
def test_staff_do_not_rate_for_citizens(town: Town, who: str) -> None:
    case = town.case(upto="delivered")
    with pytest.raises(NotYours):
        guarded.rate(by=town.actor(who), at=MONDAY, case=case.pk, grade=5)
    told = tries()[0]
    assert (told["what"], told["person"]) == ("staff", town.people[who].pk)
