"""The worked examples of domain.md 3, by their numbers."""

from datetime import date

import pytest

from yichuang.law.cards import light
from yichuang.law.days import Calendar
from yichuang.law.ratings import mend_due
from yichuang.law.terms import (
    at_least,
    deemed,
    deemed_on,
    delivery_due,
    due,
    gap_due,
    hearing_ask_due,
    joint_due,
    notice_due,
    received_on,
    remaining,
    renewal_apply_by,
    renewal_deemed,
    to_window_due,
    used,
)

C = Calendar.builtin()


def day(text):
    return date.fromisoformat(text)


def stops(*pairs):
    return [(day(a), day(b)) for a, b in pairs]


HEARING = stops(("2024-01-29", "2024-02-20"))
TESTS = stops(("2025-03-06", "2025-03-12"), ("2025-03-20", "2025-03-25"))


@pytest.mark.parametrize(
    "number, start, days, ends, extend, pauses",
    [
        (1, "2024-03-04", 20, "2024-04-01", 0, ()),
        (2, "2025-01-17", 20, "2025-02-20", 0, ()),
        (3, "2026-02-06", 5, "2026-02-13", 0, ()),
        (3, "2026-02-06", 10, "2026-02-27", 0, ()),
        (3, "2026-02-06", 20, "2026-03-12", 0, ()),
        (4, "2026-02-13", 1, "2026-02-14", 0, ()),
        (6, "2025-09-26", 10, "2025-10-16", 0, ()),
        (7, "2024-09-27", 10, "2024-10-16", 0, ()),
        (8, "2024-05-11", 5, "2024-05-17", 0, ()),
        (12, "2026-01-12", 20, "2026-02-09", 0, ()),
        (12, "2026-01-12", 20, "2026-02-28", 10, ()),
        (12, "2026-01-12", 30, "2026-02-28", 0, ()),
        (17, "2024-01-15", 20, "2024-02-09", 0, ()),
        (17, "2024-01-15", 20, "2024-03-05", 0, HEARING),
        (20, "2025-03-03", 10, "2025-03-17", 0, stops(("2025-03-06", "2025-03-06"))),
        (21, "2025-03-03", 20, "2025-03-31", 0, ()),
        (21, "2025-03-03", 20, "2025-04-10", 0, TESTS),
        (23, "2025-03-03", 5, "2025-03-10", 0, stops(("2025-03-10", "2025-03-17"))),
        (29, "2026-06-12", 5, "2026-06-22", 0, ()),
        (29, "2026-06-12", 20, "2026-07-13", 0, ()),
        (30, "2025-01-20", 10, "2025-02-08", 0, ()),
        (31, "2020-01-17", 10, "2020-02-07", 0, ()),
        (32, "2019-04-26", 3, "2019-04-30", 0, ()),
        (44, "2026-09-18", 20, "2026-10-22", 0, ()),
    ],
)
def test_due_days(number, start, days, ends, extend, pauses):
    assert due(day(start), days, calendar=C, stops=pauses, extend=extend).due_on == day(ends)


def test_10_a_filing_on_sunday_counts_from_itself_or_by_local_rule_from_monday():
    sunday = day("2026-03-08")
    assert notice_due(received_on(sunday, C), C) == day("2026-03-13")
    assert notice_due(received_on(sunday, C, rollover=True), C) == day("2026-03-16")


def test_11_joint_handling():
    assert joint_due(day("2024-12-02"), calendar=C).due_on == day("2025-02-10")
    assert joint_due(day("2024-12-02"), calendar=C, extend=15).due_on == day("2025-03-03")


def test_14_silence_is_acceptance_as_of_receipt():
    received = day("2026-04-28")
    assert notice_due(received, C) == day("2026-05-08")
    assert deemed_on(received, C) == day("2026-05-09")
    assert deemed(received, day("2026-05-08"), C) is None
    assert deemed(received, day("2026-05-09"), C) == received
    assert due(received, 20, calendar=C).due_on == day("2026-05-28")


def test_15_a_notice_on_the_last_day_is_in_time():
    assert notice_due(day("2026-05-11"), C) == day("2026-05-18")
    assert due(day("2026-05-25"), 20, calendar=C).due_on == day("2026-06-23")


def test_17_18_days_used_around_a_hearing():
    assert due(day("2024-01-15"), 20, calendar=C, stops=HEARING).excluded == 13
    assert used(day("2024-01-15"), day("2024-01-29"), C, HEARING) == 10
    assert used(day("2024-01-15"), day("2024-02-23"), C, HEARING) == 13


def test_21_two_stops_take_seven_days_out():
    assert due(day("2025-03-03"), 20, calendar=C, stops=TESTS).excluded == 7


def test_23_a_stop_on_the_last_day_comes_too_late():
    pause = stops(("2025-03-10", "2025-03-17"))
    assert due(day("2025-03-03"), 5, calendar=C, stops=pause).excluded == 0
    assert remaining(day("2025-03-10"), day("2025-03-10"), C, stops=pause) == 0
    assert remaining(day("2025-03-18"), day("2025-03-10"), C, stops=pause) == -1


@pytest.mark.parametrize("decided, ends", [("2025-04-30", "2025-05-19"), ("2026-02-12", "2026-03-04")])
def test_25_26_delivery(decided, ends):
    assert delivery_due(day(decided), C) == day(ends)


def test_27_natural_days_end_on_a_working_day():
    assert due(day("2025-01-01"), 30, unit="natural", calendar=C).due_on == day("2025-02-05")


@pytest.mark.parametrize(
    "today, left, colour",
    [
        ("2026-06-17", 2, "green"),
        ("2026-06-18", 1, "yellow"),
        ("2026-06-22", 0, "yellow"),
        ("2026-06-23", -1, "red"),
    ],
)
def test_29_colours_of_a_promise_of_five_days(today, left, colour):
    assert remaining(day(today), day("2026-06-22"), C) == left
    assert light(day(today), day("2026-06-22"), 5, C).colour == colour


def test_30_one_day_left_before_a_make_up_saturday():
    assert remaining(day("2025-02-07"), day("2025-02-08"), C) == 1


def test_34_a_gap_closes_two_days_before_the_promise():
    assert due(day("2026-03-02"), 10, calendar=C).due_on == day("2026-03-16")
    assert gap_due(day("2026-03-02"), 10, calendar=C) == day("2026-03-12")


def test_35_a_hearing_may_be_asked_for_within_five_days():
    assert hearing_ask_due(day("2026-01-05"), C) == day("2026-01-12")


def test_37_a_bad_rating_is_mended_within_fifteen_days():
    assert mend_due(day("2025-12-25"), C) == day("2026-01-16")


def test_38_the_result_reaches_the_window_within_a_day():
    assert to_window_due(day("2026-09-30"), C) == day("2026-10-08")


@pytest.mark.parametrize(
    "accepted, decided, days",
    [
        ("2026-03-02", "2026-03-05", 3),
        ("2026-03-02", "2026-03-02", 0),
        ("2026-02-13", "2026-02-24", 2),
    ],
)
def test_39_40_days_used(accepted, decided, days):
    assert used(day(accepted), day(decided), C) == days


def test_43_natural_days_of_tendering_are_not_moved():
    assert at_least(day("2026-03-02"), 20) == day("2026-03-22")
    assert C.next_workday(day("2026-03-22")) == day("2026-03-23")
    assert at_least(day("2026-03-27"), 3) == day("2026-03-30")


def test_45_renewal():
    assert renewal_apply_by(day("2026-12-31")) == day("2026-12-01")
    assert not renewal_deemed(day("2026-12-31"), day("2026-12-31"))
    assert renewal_deemed(day("2026-12-31"), day("2027-01-01"))
