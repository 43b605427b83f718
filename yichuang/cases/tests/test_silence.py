"""Five working days of silence: from then on nobody may ask, refuse or accept anew; the keeper puts the acceptance on record."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.town import Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import WrongState

KEY = "food-business-license-new"
LINE = [{"place": 2, "reason": "1"}]
LATE: dict[str, dict[str, Any]] = {
    "accept": {},
    "ask_once": {"lines": LINE},
    "tell_not_required": {"why": "不需要办"},
    "propose_not_accept": {"why": "不归本区", "whose": "邻区"},
}


def at(day: str, hour: int = 2) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+00:00")


@pytest.mark.parametrize("name", LATE)
def test_after_five_silent_working_days_the_window_is_too_late(town: Town, name: str) -> None:
    case = town.case(KEY, upto="filed", at=at("2026-04-28"))
    before = Entry.objects.count()
    with pytest.raises(WrongState, match="依法自2026年4月28日"):
        getattr(cases, name)(case.pk, by=town.actor("lin"), at=at("2026-05-09"), **LATE[name])
    assert Entry.objects.count() == before


def test_the_department_too_is_too_late_to_refuse(town: Town) -> None:
    case = town.case(KEY, upto="filed", at=at("2026-04-28"))
    with pytest.raises(WrongState, match="就是受理"):
        cases.not_accept(case.pk, by=town.actor("sun"), at=at("2026-05-09"), why="不归本区", whose="邻区")


def test_on_the_fifth_working_day_the_window_is_in_time(town: Town) -> None:
    case = town.case(KEY, upto="filed", at=at("2026-04-28"))
    cases.accept(case.pk, by=town.actor("lin"), at=at("2026-05-08", 15))
    assert Case.objects.get(pk=case.pk).accepted_on == date(2026, 5, 8)


def test_where_silence_is_no_acceptance_the_window_may_still_accept(town: Town) -> None:
    case = town.case("elderly-allowance", upto="filed", at=at("2026-04-28"))
    cases.accept(case.pk, by=town.actor("lin"), at=at("2026-05-20"))
    assert Case.objects.get(pk=case.pk).accepted_on == date(2026, 5, 20)


@pytest.mark.parametrize("by", ["record", "number"])
def test_another_type_is_accepted_by_silence_where_a_rule_says_so(town: Town, by: str) -> None:
    if by == "record":
        town.rewrite("elderly-allowance", deemed=True)
    else:
        rule = {
            "name": "deemed_types",
            "value": "行政许可、行政给付",
            "unit": "事项类型",
            "basis": "《示例规定》第九条",
        }
        clock.set_number(by=town.actor("xi"), at=at("2026-04-01"), starts_on=date(2026, 4, 1), **rule)
        stamps.forget()
    case = town.case("elderly-allowance", upto="filed", at=at("2026-04-28"))
    assert sweeps.deem(at("2026-05-08", 16)) == 1
    row = Case.objects.get(pk=case.pk)
    assert (row.deemed, row.accepted_on) == (True, date(2026, 4, 28))


def test_a_corrections_receipt_starts_five_days_of_its_own(town: Town) -> None:
    made = town.case(KEY, upto="filed", at=at("2026-03-02"))
    cases.ask_once(made.pk, by=town.actor("lin"), at=at("2026-03-09"), lines=LINE)
    cases.hand_in(made.pk, by=town.actor("lin"), at=at("2026-03-20"))
    assert sweeps.deem(at("2026-03-27", 15)) == 0
    assert sweeps.deem(at("2026-03-29", 16)) == 1
    assert Case.objects.get(pk=made.pk).accepted_on == date(2026, 3, 20)


def test_a_case_of_which_the_calendar_knows_nothing_yet_can_be_accepted(town: Town) -> None:
    case = town.case(KEY, upto="filed", at=at("2026-11-20"))
    Case.objects.filter(pk=case.pk).update(received_on=date(2027, 12, 30))
    cases.accept(case.pk, by=town.actor("lin"), at=at("2026-11-20", 3))
    assert Case.objects.get(pk=case.pk).state == "accepted"
