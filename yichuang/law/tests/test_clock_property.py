"""The clock against a day-by-day loop that shares nothing with it, over 100,000 random histories."""

import random
from datetime import date, timedelta

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.law import BeyondCalendar
from yichuang.law.days import Calendar
from yichuang.law.terms import due, remaining, used, why

C = Calendar.builtin()
FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
ONE = timedelta(days=1)
OFF_2027 = {
    (1, 1),
    (2, 5),
    (2, 6),
    (2, 7),
    (2, 8),
    (4, 5),
    (5, 1),
    (5, 2),
    (6, 9),
    (9, 15),
    (10, 1),
    (10, 2),
    (10, 3),
}
HISTORIES = 100_000


def works(day):
    if day.year == 2027:
        return day.weekday() < 5 and (day.month, day.day) not in OFF_2027
    return chinese_calendar.is_workday(day)


WORKS = {FIRST + ONE * n: works(FIRST + ONE * n) for n in range((LAST - FIRST).days + 1)}


def stopped(day, stops):
    return any(s < day <= e for s, e in stops)


def by_hand(start, days, unit, stops):
    """(due day, working days excluded, marks), or None past the calendar."""
    day, left, excluded, marks = start, days, 0, []
    while left:
        day += ONE
        if day not in WORKS:
            return None
        if unit == "working" and not WORKS[day]:
            marks.append("skipped")
        elif stopped(day, stops):
            excluded += WORKS[day]
            marks.append("stopped")
        else:
            left -= 1
            marks.append("counted")
    while days and not WORKS[day]:
        day += ONE
        if day not in WORKS:
            return None
        marks.append("skipped")
    return day, excluded, marks


def history(dice):
    start = FIRST + ONE * dice.randrange(4560)
    stops = []
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        s = start + ONE * dice.randint(-20, 80)
        stops.append((s, s + ONE * dice.choice((0, 1, 3, 7, 15, 40))))
    return start, dice.randint(0, 60), dice.choice((0, 0, 10, 15)), dice.choice("wwwn"), stops


def test_the_clock_equals_a_loop_over_days():
    dice = random.Random(20261121)
    beyond = 0
    for n in range(HISTORIES):
        start, days, extend, letter, stops = history(dice)
        unit = "working" if letter == "w" else "natural"
        wanted = by_hand(start, days + extend, unit, stops)
        case = (start, days, extend, unit, stops)
        try:
            got = due(start, days, unit=unit, calendar=C, stops=stops, extend=extend)
        except BeyondCalendar:
            assert wanted is None, case
            beyond += 1
            continue
        assert wanted is not None, case
        assert (got.due_on, got.excluded) == wanted[:2], case
        assert got.status == ("provisional" if wanted[0].year == 2027 else "published"), case
        if n % 20 == 0:
            rows = why(start, days, unit=unit, calendar=C, stops=stops, extend=extend)
            assert [row[1] for row in rows] == wanted[2], case
            assert not rows or rows[-1][0] == got.due_on, case
    assert beyond < HISTORIES / 50


def test_days_used_equal_a_loop_over_days():
    dice = random.Random(7)
    for _ in range(5_000):
        start, days, _extend, _letter, stops = history(dice)
        closed = min(start + ONE * days, LAST)
        loop = [start + ONE * (n + 1) for n in range((closed - start).days)]
        assert used(start, closed, C, stops) == sum(WORKS[d] and not stopped(d, stops) for d in loop)


days_of_years = st.dates(date(2015, 1, 1), date(2026, 6, 30))
terms = st.integers(1, 60)
stop = st.tuples(days_of_years, st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + ONE * pair[1]))


@settings(max_examples=300, deadline=None)
@given(days_of_years, terms, st.lists(stop, max_size=4), stop)
def test_one_more_stop_never_brings_the_due_day_nearer(start, days, stops, more):
    before = due(start, days, calendar=C, stops=stops)
    after = due(start, days, calendar=C, stops=[*stops, more])
    assert after.due_on >= before.due_on
    assert C.is_workday(after.due_on)


@settings(max_examples=300, deadline=None)
@given(days_of_years, terms, st.sampled_from(["working", "natural"]), st.integers(0, 15))
def test_an_extension_is_the_same_as_more_days(start, days, unit, extend):
    assert due(start, days, unit=unit, calendar=C, extend=extend) == due(
        start, days + extend, unit=unit, calendar=C
    )


@settings(max_examples=300, deadline=None)
@given(days_of_years, terms, st.integers(0, 120))
def test_days_used_and_days_left_make_the_term(start, days, later):
    ends = due(start, days, calendar=C).due_on
    today = start + ONE * later
    assert used(start, today, C) + remaining(today, ends, C) == days
