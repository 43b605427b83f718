"""Work orders: limits by category, the days around them, who is protected, when it is done again, the three rates."""

from datetime import date
from decimal import Decimal

import pytest

from yichuang.law import BadInput, complaints
from yichuang.law.days import Calendar

CALENDAR = Calendar.builtin()
MONDAY = date(2026, 3, 2)


def test_the_limit_goes_by_category_and_urgency() -> None:
    assert complaints.limit_name("help", "normal") == "workorder_help_days"
    assert complaints.limit_name("complaint", "urgent") == "workorder_urgent_days"
    with pytest.raises(BadInput):
        complaints.limit_name("joke", "normal")


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [(MONDAY, 0, MONDAY), (MONDAY, 3, date(2026, 3, 5)), (MONDAY, 5, date(2026, 3, 9)), (date(2026, 3, 6), 5, date(2026, 3, 13))],
)  # fmt: skip
def test_the_day_to_answer_counts_working_days(start: date, days: int, due: date) -> None:
    assert complaints.due_on(start, days, "working", CALENDAR) == due


def test_an_urgent_one_of_a_sunday_is_due_that_sunday() -> None:
    sunday = date(2026, 3, 8)
    assert complaints.due_on(sunday, 0, "natural", CALENDAR) == sunday


def test_the_platforms_earlier_day_holds_and_its_later_one_does_not() -> None:
    assert complaints.due_on(MONDAY, 5, "working", CALENDAR, outer=date(2026, 3, 4)) == date(2026, 3, 4)
    assert complaints.due_on(MONDAY, 5, "working", CALENDAR, outer=date(2026, 3, 20)) == date(2026, 3, 9)


def test_return_reminder_criticism_and_call_back_days() -> None:
    assert complaints.return_by(MONDAY, 2, CALENDAR) == date(2026, 3, 4)
    assert complaints.reminder_on(date(2026, 3, 6), CALENDAR) == date(2026, 3, 9)
    assert complaints.criticism_on(date(2026, 3, 9), 5, CALENDAR) == date(2026, 3, 17)
    assert complaints.callback_due(date(2026, 3, 6), 1, CALENDAR) == date(2026, 3, 9)


def test_an_extension_is_asked_before_expiry_and_has_a_ceiling() -> None:
    assert complaints.may_ask_longer(MONDAY, MONDAY) and not complaints.may_ask_longer(
        date(2026, 3, 3), MONDAY
    )
    assert [complaints.extension_left(given, 10) for given in (0, 4, 12)] == [10, 6, 0]


def test_reports_are_protected_and_go_to_nobody_they_are_about() -> None:
    assert complaints.is_protected("report", False) and complaints.is_protected("complaint", True)
    assert not complaints.is_protected("help", True)
    assert complaints.same_body(7, {3, 7}) and not complaints.same_body(None, {3, 7})


@pytest.mark.parametrize(
    ("grade", "solved", "fault", "again"),
    [(2, True, True, True), (2, False, False, False), (4, False, True, True), (5, True, True, False), (None, False, True, True)],
)  # fmt: skip
def test_it_is_done_again_when_unsatisfied_through_own_fault(grade, solved, fault, again) -> None:  # type: ignore[no-untyped-def]
    assert complaints.must_redo(grade, solved, fault) is again


def test_every_move_stays_within_the_states() -> None:
    known = {key for key, _ in complaints.STATES}
    for starts, end in complaints.MOVES.values():
        assert set(starts) <= known and (not end or end in known)


def test_the_three_rates() -> None:
    orders = [(MONDAY, MONDAY), (MONDAY, date(2026, 3, 3)), (MONDAY, None), (date(2026, 3, 20), None)]
    in_time = complaints.answered_in_time(orders, date(2026, 3, 10))
    assert (in_time.part, in_time.whole, in_time.percent) == (1, 3, Decimal("33.33"))
    assert complaints.solved_share([True, True, False]).percent == Decimal("66.67")
    assert complaints.satisfied_share([5, 3, 2, 1]).percent == Decimal("50.00")
    assert complaints.solved_share([]).percent is None
    with pytest.raises(BadInput):
        complaints.satisfied_share([0])
