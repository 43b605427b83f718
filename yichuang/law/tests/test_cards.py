"""Colours: when they turn, that they only darken, and that the next turning day is told exactly."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.law import BadInput
from yichuang.law.cards import COLOURS, Light, light, yellow_from
from yichuang.law.days import Calendar
from yichuang.law.terms import due

C = Calendar.builtin()
ORDER = ["green", "yellow", "red"]
ONE = timedelta(days=1)
starts = st.dates(date(2015, 3, 1), date(2026, 6, 30))


def day(text):
    return date.fromisoformat(text)


def test_a_promise_of_five_days_turns_with_one_day_left():
    ends = day("2026-06-22")
    assert light(day("2026-06-12"), ends, 5, C) == Light("green", day("2026-06-18"))
    assert light(day("2026-06-20"), ends, 5, C) == Light("yellow", day("2026-06-23"))
    assert light(day("2026-06-23"), ends, 5, C) == Light("red", None)


@pytest.mark.parametrize(
    "promise, turns",
    [
        (20, "2024-03-26"),
        (9, "2024-03-29"),
        (10, "2024-03-28"),
        (1, "2024-03-29"),
        (None, "2024-03-29"),
    ],
)
def test_a_fifth_of_the_promise_is_rounded_down_and_at_least_a_day(promise, turns):
    assert yellow_from(day("2024-04-01"), promise, C) == day(turns)


def test_no_colour_while_stopped_or_without_a_term():
    assert light(day("2026-06-30"), day("2026-06-22"), 5, C, stopped=True) == Light("grey", None)
    assert light(day("2026-06-30"), None, None, C) == Light("grey", None)


def test_red_begins_the_day_after_also_on_a_weekend():
    assert light(day("2026-06-13"), day("2026-06-12"), 5, C).colour == "red"


def test_a_term_of_zero_days_is_yellow_on_its_day():
    for at in ("2026-06-12", "2026-06-13"):
        assert light(day(at), day(at), 0, C) == Light("yellow", day(at) + ONE)


def test_a_term_that_ends_on_a_day_off_turns_by_the_working_days_before_it():
    assert yellow_from(day("2026-06-13"), 5, C) == day("2026-06-11")


def test_natural_days_turn_by_natural_days():
    ends = day("2026-03-31")
    assert yellow_from(ends, 30, C, unit="natural") == day("2026-03-25")
    assert yellow_from(ends, 3, C, unit="natural") == day("2026-03-30")
    with pytest.raises(BadInput):
        yellow_from(ends, 3, C, unit="weeks")


def test_every_colour_has_a_word():
    assert [key for key, _word in COLOURS] == ["green", "yellow", "red", "grey"]


@settings(max_examples=150, deadline=None)
@given(starts, st.integers(0, 60), st.sampled_from(["working", "natural"]))
def test_colours_darken_exactly_on_the_days_told(start, promise, unit):
    ends = due(start, promise, unit=unit, calendar=C).due_on
    lights = [light(start + ONE * n, ends, promise, C, unit=unit) for n in range((ends - start).days + 3)]
    ranks = [ORDER.index(one.colour) for one in lights]
    assert ranks == sorted(ranks) and ranks[-1] == 2
    for n, (here, there) in enumerate(pairwise(lights)):
        turned = here.colour != there.colour
        assert turned == (here.turns_on == start + ONE * (n + 1))
