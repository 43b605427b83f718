"""Terms: zero days, natural days, stops, extension, errors, and what peers got wrong (peers.md 3.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yichuang.law import BadInput, BeyondCalendar
from yichuang.law.days import Calendar
from yichuang.law.terms import (
    GapRule,
    critical_days,
    day_on,
    deemed,
    due,
    extension_allowed,
    gap_days,
    gap_due,
    hearing_hold_due,
    hearing_tell_by,
    joint_due,
    midnight,
    months_after,
    provisional,
    remaining,
    used,
    why,
)

C = Calendar.builtin()


def day(text):
    return date.fromisoformat(text)


def stops(*pairs):
    return [(day(a), day(b) if b else None) for a, b in pairs]


def test_the_example_of_the_command_contract():
    start, pause = day("2025-01-17"), stops(("2025-01-20", "2025-01-22"))
    got = due(start, 20, calendar=C, stops=pause, extend=10)
    assert (got.due_on, got.status, got.excluded) == (day("2025-03-10"), "published", 2)
    rows = why(start, 20, calendar=C, stops=pause, extend=10)
    assert [row[0] for row in rows] == [start + timedelta(days=n + 1) for n in range(52)]
    assert [sum(row[1] == mark for row in rows) for mark in ("counted", "stopped")] == [30, 2]
    assert rows[0] == (day("2025-01-18"), "skipped", "周六")
    assert rows[4] == (day("2025-01-22"), "stopped", "停止计时")
    assert rows[8] == (day("2025-01-26"), "counted", "调休上班")
    assert rows[10] == (day("2025-01-28"), "skipped", "春节")


@pytest.mark.parametrize("unit", ["working", "natural"])
@pytest.mark.parametrize("start", ["2026-02-13", "2026-02-15", "2026-02-14"])
def test_zero_days_is_the_start_itself_also_on_a_day_off(unit, start):
    got = due(day(start), 0, unit=unit, calendar=C, stops=stops(("2026-02-10", "2026-03-10")))
    assert (got.due_on, got.excluded) == (day(start), 0)
    assert why(day(start), 0, unit=unit, calendar=C) == ()


@pytest.mark.parametrize(
    "start, days, ends",
    [
        ("2026-01-29", 5, "2026-02-05"),
        ("2024-02-26", 5, "2024-03-04"),
        ("2025-12-29", 5, "2026-01-06"),
        ("2022-12-28", 5, "2023-01-05"),
        ("2018-12-27", 5, "2019-01-04"),
        ("2026-12-28", 3, "2026-12-31"),
    ],
)
def test_month_ends_and_new_years(start, days, ends):
    got = due(day(start), days, calendar=C)
    assert (got.due_on, got.status) == (day(ends), "published")


def test_a_year_without_notice_is_provisional():
    got = due(day("2026-12-28"), 4, calendar=C)
    assert (got.due_on, got.status) == (day("2027-01-04"), "provisional")
    assert due(day("2027-01-28"), 10, calendar=C).due_on == day("2027-02-15")
    assert provisional([day("2026-12-31"), day("2027-01-01")], C)
    assert not provisional([day("2026-12-31")], C)


def test_natural_days_that_roll_into_the_next_year_are_provisional():
    got = due(day("2026-12-01"), 31, unit="natural", calendar=C)
    assert (got.due_on, got.status) == (day("2027-01-04"), "provisional")


def test_a_year_beyond_the_calendar_is_an_error():
    for unit in ("working", "natural"):
        with pytest.raises(BeyondCalendar):
            due(day("2027-12-01"), 31, unit=unit, calendar=C)
        with pytest.raises(BeyondCalendar):
            due(day("2026-01-05"), 10**9, unit=unit, calendar=C)
        with pytest.raises(BeyondCalendar):
            due(day("2014-12-31"), 0, unit=unit, calendar=C)
        with pytest.raises(BeyondCalendar):
            due(day("2026-01-05"), 5, unit=unit, calendar=C, stops=stops(("2026-01-06", "2099-01-01")))


def test_stops_of_two_kinds_that_overlap_are_united():
    two = [(day("2025-03-06"), day("2025-03-12"), "检测"), (day("2025-03-10"), day("2025-03-14"), "专家评审")]
    one = stops(("2025-03-06", "2025-03-14"))
    assert due(day("2025-03-03"), 10, calendar=C, stops=two) == due(
        day("2025-03-03"), 10, calendar=C, stops=one
    )
    assert due(day("2025-03-03"), 10, calendar=C, stops=two).excluded == 6
    named = [row[2] for row in why(day("2025-03-03"), 10, calendar=C, stops=two) if row[1] == "stopped"]
    assert named == ["检测"] * 4 + ["专家评审"] * 2


def test_stops_that_touch_do_not_count_a_day_twice():
    touching = stops(("2025-03-06", "2025-03-10"), ("2025-03-10", "2025-03-12"))
    assert due(day("2025-03-03"), 10, calendar=C, stops=touching).excluded == 4


def test_a_stop_of_days_off_costs_nothing():
    assert due(day("2026-02-11"), 5, calendar=C, stops=stops(("2026-02-14", "2026-02-23"))).excluded == 0


def test_a_stop_before_the_start_counts_only_from_the_start():
    assert due(day("2025-03-10"), 5, calendar=C, stops=stops(("2014-01-01", "2025-03-11"))).excluded == 1
    assert due(day("2025-03-10"), 5, calendar=C, stops=stops(("2014-01-01", "2014-03-11"))).excluded == 0


def test_a_stop_after_the_due_day_takes_nothing_out():
    assert due(day("2025-03-03"), 5, calendar=C, stops=stops(("2025-03-11", "2030-01-01"))).excluded == 0


def test_an_open_stop_ends_today():
    for today, ends in [
        ("2025-03-06", "2025-03-10"),
        ("2025-03-07", "2025-03-11"),
        ("2025-03-05", "2025-03-10"),
    ]:
        got = due(day("2025-03-03"), 5, calendar=C, stops=stops(("2025-03-06", None)), today=day(today))
        assert got.due_on == day(ends)
    with pytest.raises(BadInput, match="今天"):
        due(day("2025-03-03"), 5, calendar=C, stops=stops(("2025-03-06", None)))


def test_each_stopped_natural_day_moves_the_end():
    weekend = stops(("2025-03-07", "2025-03-10"))
    got = due(day("2025-03-03"), 10, unit="natural", calendar=C, stops=weekend)
    assert (got.due_on, got.excluded) == (day("2025-03-17"), 1)
    rows = why(day("2025-03-03"), 10, unit="natural", calendar=C, stops=weekend)
    assert [row[1] for row in rows].count("stopped") == 3
    assert [row[1] for row in rows].count("counted") == 10
    assert rows[-1] == (day("2025-03-17"), "skipped", "顺延到这一天")
    assert rows[-2] == (day("2025-03-16"), "counted", "自然日")


def test_the_day_after_a_holiday_says_it_was_moved():
    rows = why(day("2025-01-01"), 30, unit="natural", calendar=C)
    assert rows[-2:] == (
        (day("2025-02-04"), "skipped", "春节，期满日顺延"),
        (day("2025-02-05"), "skipped", "顺延到这一天"),
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: due(day("2026-01-05"), -1, calendar=C),
        lambda: due(day("2026-01-05"), 1.5, calendar=C),
        lambda: due(day("2026-01-05"), True, calendar=C),
        lambda: due(day("2026-01-05"), 5, calendar=C, extend=-1),
        lambda: due(day("2026-01-05"), 5, unit="weeks", calendar=C),
        lambda: due("2026-01-05", 5, calendar=C),
        lambda: due("2026-01-05", 5, unit="natural", calendar=C),
        lambda: due(datetime(2026, 1, 5, tzinfo=UTC), 5, calendar=C),
        lambda: due(day("2026-01-05"), 5, calendar=C, stops=[(day("2026-01-08"), day("2026-01-07"))]),
        lambda: due(day("2026-01-05"), 5, calendar=C, stops=[("2026-01-06", "2026-01-07")]),
        lambda: due(day("2026-01-05"), 5, calendar=C, stops=[(day("2026-01-06"),)]),
        lambda: due(day("2026-01-05"), 5, calendar=C, stops=["20"]),
        lambda: due(day("2026-01-05"), 5, calendar=C, stops=[(None, None)], today=day("2026-01-06")),
        lambda: used(day("2026-01-05"), day("2026-01-04"), C),
        lambda: joint_due(day("2026-01-05"), calendar=C, extend=16),
        lambda: day_on(datetime(2026, 1, 5)),  # noqa: DTZ001
    ],
)
def test_impossible_input_is_refused(ask):
    with pytest.raises(BadInput):
        ask()


def test_a_calendar_without_the_extension_of_2020_gives_an_earlier_day():
    table = next(t for t in C.years if t.year == 2020)
    runs = [{"name": o.name, "from": o.from_on, "to": o.to_on} for o in table.off]
    runs[1]["to"] = day("2020-01-30")
    old = C.with_year(
        type(table).from_dict({"year": 2020, "off": runs, "work": [*table.work, day("2020-02-01")]})
    )
    assert due(day("2020-01-17"), 10, calendar=old).due_on < due(day("2020-01-17"), 10, calendar=C).due_on


def test_received_on_a_make_up_saturday_a_holiday_or_late_in_the_evening():
    assert due(day("2026-02-14"), 5, calendar=C).due_on == day("2026-02-28")
    assert due(day("2026-02-17"), 5, calendar=C).due_on == day("2026-02-28")
    evening = datetime(2026, 2, 13, 9, 30, tzinfo=UTC)
    assert day_on(evening) == day("2026-02-13")


@pytest.mark.parametrize(
    "instant, civil",
    [
        ("2026-05-08T15:59:59+00:00", "2026-05-08"),
        ("2026-05-08T16:00:00+00:00", "2026-05-09"),
        ("2025-12-31T16:00:00+00:00", "2026-01-01"),
        ("2026-05-09T00:00:00+08:00", "2026-05-09"),
    ],
)
def test_the_civil_date_turns_at_midnight_in_shanghai(instant, civil):
    assert day_on(datetime.fromisoformat(instant)) == day(civil)


def test_midnight_is_the_instant_a_civil_date_begins():
    assert midnight(day("2026-05-09")) == datetime(2026, 5, 8, 16, tzinfo=UTC)
    assert day_on(midnight(day("2026-05-09"))) == day("2026-05-09")
    assert day_on(midnight(day("2026-05-09")) - timedelta(microseconds=1)) == day("2026-05-08")


def test_silence_does_not_fire_on_the_weekend_after_the_limit():
    received = day("2026-03-06")
    assert deemed(received, day("2026-03-13"), C) is None
    assert deemed(received, day("2026-03-15"), C) is None
    assert deemed(received, day("2026-03-16"), C) == received


def test_an_extension_is_given_once_and_in_time():
    assert extension_allowed(day("2026-02-09"), day("2026-02-09"), False) is None
    assert "过了" in extension_allowed(day("2026-02-10"), day("2026-02-09"), False)
    assert "一次" in extension_allowed(day("2026-02-01"), day("2026-02-09"), True)


@pytest.mark.parametrize(
    "promise, rule, ends",
    [
        (10, GapRule(), "2026-03-12"),
        (40, GapRule(), "2026-03-30"),
        (None, GapRule(), "2026-03-30"),
        (2, GapRule(), None),
        (0, GapRule(), None),
        (10, GapRule(margin_days=0), "2026-03-16"),
    ],
)
def test_a_gap_needs_room_inside_the_promise(promise, rule, ends):
    assert gap_due(day("2026-03-02"), promise, rule, calendar=C) == (day(ends) if ends else None)


def test_a_gap_of_a_promise_in_natural_days_closes_working_days_before_it():
    start = day("2026-03-02")
    assert due(start, 20, unit="natural", calendar=C).due_on == day("2026-03-23")
    assert gap_due(start, 20, calendar=C, unit="natural") == day("2026-03-19")
    assert gap_days(start, 3, calendar=C, unit="natural") == 1
    assert gap_due(start, 2, calendar=C, unit="natural") is None


@pytest.mark.parametrize("unit", ["working", "natural"])
def test_a_gap_never_reaches_into_the_last_two_days_of_a_promise(unit):
    for n in range(0, 400, 7):
        start = day("2025-01-06") + timedelta(days=n)
        for promise in range(45):
            ends = gap_due(start, promise, calendar=C, unit=unit)
            promised = due(start, promise, unit=unit, calendar=C).due_on
            left = sum(C.is_workday(start + timedelta(days=k + 1)) for k in range((promised - start).days))
            if ends is None:
                assert left <= 2
            else:
                assert C.after(ends, 2) <= promised and used(start, ends, C) <= 20


def test_joint_handling_never_passes_the_ceiling():
    assert joint_due(day("2024-12-02"), 60, calendar=C) == joint_due(day("2024-12-02"), 45, calendar=C)
    assert joint_due(day("2024-12-02"), 7, calendar=C).due_on == day("2024-12-11")


def test_parts_that_wait_for_each_other_add_up_along_the_longest_chain():
    parts = {"消防": (10, []), "卫生": (7, []), "许可": (5, ["消防", "卫生"]), "招牌": (3, ["许可"])}
    assert critical_days(parts) == 18
    assert critical_days({}) == 0
    for wrong in ({"甲": (1, ["乙"])}, {"甲": (1, ["乙"]), "乙": (1, ["甲"])}):
        with pytest.raises(BadInput):
            critical_days(wrong)


def test_a_hearing_is_held_in_twenty_days_and_told_seven_before():
    assert hearing_hold_due(day("2026-01-12"), C) == day("2026-02-09")
    told = hearing_tell_by(day("2026-02-09"), C)
    assert told == day("2026-01-29") and C.between(told, day("2026-02-09")) == 7


@pytest.mark.parametrize(
    "start, months, ends",
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-05-15", 60, "2031-05-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, ends):
    assert months_after(day(start), months) == day(ends)


def test_a_stop_moves_days_used_and_days_left_alike():
    pause = stops(("2025-03-06", "2025-03-12"))
    ends = due(day("2025-03-03"), 10, calendar=C, stops=pause).due_on
    for n in range(30):
        today = day("2025-03-03") + timedelta(days=n)
        assert used(day("2025-03-03"), today, C, pause) + remaining(today, ends, C, stops=pause) == 10


def test_natural_days_used():
    assert used(day("2025-01-27"), day("2025-02-05"), C, unit="natural") == 9
    assert (
        used(day("2025-01-27"), day("2025-02-05"), C, stops(("2025-01-28", "2025-01-31")), unit="natural")
        == 6
    )


def test_a_stop_outside_the_span_takes_nothing_from_natural_days_used():
    outside = stops(("2024-01-01", "2024-02-01"), ("2025-06-01", "2025-07-01"))
    assert used(day("2025-01-27"), day("2025-02-05"), C, outside, unit="natural") == 9
