"""The weekly letter is written once, on the first working day, about the week that is over."""

from datetime import date, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.journal.chain import sm3
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.people.models import Organisation
from yichuang.supervision import acts, weekly
from yichuang.supervision.boards import WeeklyLetter

NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def town(db: None) -> Town:
    return build()


def test_the_first_working_day_writes_to_every_head_and_of_the_region(town: Town) -> None:
    town.case()
    assert weekly.run(NEXT) == WeeklyLetter.objects.count() >= 2
    letter = WeeklyLetter.objects.get(to=None)
    assert (letter.week, letter.told["week"]["taken"], letter.told["before"]["taken"]) == (
        date(2026, 3, 2),
        1,
        0,
    )
    assert letter.digest == sm3(letter.content)


def test_again_on_the_same_day_or_later_in_the_week_nothing_is_written(town: Town) -> None:
    weekly.run(NEXT)
    assert weekly.run(NEXT) == weekly.run(NEXT + timedelta(days=2)) == 0


def test_a_day_off_writes_nothing_and_the_next_working_day_does(town: Town) -> None:
    sunday = MONDAY + timedelta(days=6)
    assert weekly.run(sunday) == 0
    qingming = MONDAY.replace(month=4, day=6)
    assert weekly.run(qingming) == 0 and weekly.run(qingming + timedelta(days=1)) > 0


def test_the_body_is_told_where_its_telephone_is_known(town: Town) -> None:
    body = town.departments["market"]
    Organisation.objects.filter(pk=body.pk).update(phone="0189-1234567")
    weekly.run(NEXT)
    assert Errand.objects.filter(kind="notice", key__startswith="weekly:").count() == 1


def test_a_letter_is_on_record_with_its_digest(town: Town) -> None:
    weekly.run(NEXT)
    letter = WeeklyLetter.objects.get(to=None)
    entry = Entry.objects.get(subject=letter.pk)
    assert entry.act == "supervision.write_letter" and letter.digest in entry.payload


def test_a_week_that_goes_on_is_not_written_of(town: Town) -> None:
    with pytest.raises(BadInput):
        acts.write_letter(by=town.night, at=MONDAY, week=date(2026, 3, 2))
    with pytest.raises(NotYours):
        acts.write_letter(by=town.actor("guo"), at=NEXT, week=date(2026, 3, 2))


def test_a_person_keeps_so_many_views(town: Town) -> None:
    guo = town.actor("guo")
    for n in range(20):
        acts.keep_view(by=guo, at=MONDAY, name=f"看{n}", query="")
    acts.keep_view(by=guo, at=MONDAY, name="看3", query="?days=7")
    with pytest.raises(BadInput, match="最多存20个"):
        acts.keep_view(by=guo, at=MONDAY, name="又一个", query="")
