"""A period is closed once, after its cut-off; it never changes, and what comes late stands in the next one."""

from datetime import UTC, date, datetime

import pytest

from tests.town import REGION, Town, build
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.figures import acts, followers, replaying
from yichuang.figures.acts import periods
from yichuang.figures.models import Period, Reckoning
from yichuang.figures.tests import scenes
from yichuang.journal import verify
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Refused, WrongState

APRIL_20, MAY_20 = datetime(2026, 4, 20, 1, tzinfo=UTC), datetime(2026, 5, 20, 1, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    return town


def closed(town: Town, name: str = scenes.MARCH, at: datetime = APRIL_20) -> Period:
    by = town.actor("guo")
    acts.keep_reckoning(REGION, name, periods.reckoned(REGION, name, at=at), by=by, at=at)
    periods.closed_or_recorded(name, by=by, at=at)
    return Period.objects.get(name=name)


def void_one(town: Town) -> None:
    case = Case.objects.filter(outcome="granted").earliest("pk")
    cases.void(case.pk, by=town.actor("guo"), at=APRIL_20, why="录错了人，作废重来")


def test_a_closed_period_is_what_the_journal_said_by_its_cut_off(town):
    period = closed(town)
    before = period.content
    void_one(town)
    replayed = replaying.one_closed(Period.objects.get(pk=period.pk))
    assert replayed.same and replayed.closed and not replayed.differs
    assert Period.objects.get(pk=period.pk).content == before


def test_what_came_late_stands_in_the_next_period_once(town):
    closed(town)
    void_one(town)
    notes = closed(town, "2026-04", MAY_20).figures()["corrections"]
    whole = {note["indicator"]: (note["was"], note["now"]) for note in notes if note["cut"] == "whole"}
    assert {note["period"] for note in notes} == {scenes.MARCH}
    assert whole["first_time"] == ([3, 5, 5, "60.00"], [2, 4, 4, "50.00"])
    assert closed(town, "2026-05", datetime(2026, 6, 20, 1, tzinfo=UTC)).figures()["corrections"] == []


def test_closing_again_is_refused_and_on_record(town):
    period = closed(town)
    with pytest.raises(WrongState, match="已经关账"):
        periods.closed_or_recorded(scenes.MARCH, by=town.actor("guo"), at=MAY_20)
    tried = Entry.objects.get(subject=period.pk, act="figures.refuse")
    assert tried.by_person == town.people["guo"].pk
    assert Period.objects.get(pk=period.pk).digest == period.digest


def test_a_figure_changed_by_hand_in_the_database_is_found(town):
    period = closed(town)
    assert not verify.verify().broken
    Period.objects.filter(pk=period.pk).update(content=period.content.replace('"60.00"', '"99.00"'))
    assert [one["what"] for one in verify.verify().broken] == ["altered subject"]


def test_no_period_is_closed_before_its_cut_off(town):
    early = datetime(2026, 4, 1, 1, tzinfo=UTC)
    with pytest.raises(WrongState, match="2026年4月8日"):
        closed(town, at=early)
    assert periods.cut_off_on(REGION, scenes.MARCH) == date(2026, 4, 8)


def test_nothing_is_closed_without_a_reckoning(town):
    with pytest.raises(WrongState, match="还没有算过"):
        acts.close(by=town.actor("guo"), at=APRIL_20, period=scenes.MARCH)


def test_the_night_reckons_what_is_open_and_closes_what_is_over(town):
    assert followers.reckon(APRIL_20) == 2
    assert set(Period.objects.values_list("name", flat=True)) == {scenes.MARCH, "2026Q1"}
    assert {"2026-04", "2026Q2"} <= set(Reckoning.objects.values_list("name", flat=True))
    assert followers.reckon(APRIL_20) == 0


def test_open_and_closed_periods_replay_the_same(town):
    followers.reckon(APRIL_20)
    found = list(replaying.compared(REGION, date(2026, 4, 20)))
    assert [(one.period, one.closed) for one in found] == [
        ("2026Q1", True), (scenes.MARCH, True), ("2026-04", False), ("2026Q2", False),
    ]  # fmt: skip
    assert all(one.same for one in found)


def test_a_replay_names_the_figures_that_differ(town):
    case = Case.objects.filter(outcome="granted").earliest("pk")
    Case.objects.filter(pk=case.pk).update(returns=1)
    told = replaying.one_open(REGION, scenes.MARCH, date(2026, 3, 31))
    assert not told.same and "first_time whole" in told.differs


def test_acts_refuse_what_is_no_period(town):
    with pytest.raises(Refused, match="不是月份"):
        acts.close(by=town.actor("guo"), at=APRIL_20, period="三月")


def test_a_region_is_reckoned_once_however_many_cases_it_has(town):
    assert Case.objects.count() > 1 and followers.regions() == [REGION]
