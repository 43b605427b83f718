"""The worked figures of domain.md 10.2, small numbers, last places, appraisal sheets."""

import pytest

from yichuang.law import figures
from yichuang.law.figures import Line


def test_the_promised_compression_is_the_sum_of_cuts_by_the_sum_before():
    cut, before = figures.compression([(20, 7), (20, 5), (45, 15)])
    assert (cut, before, figures.value(cut, before)) == (58, 85, "68.24")


def test_the_real_compression_of_one_case():
    assert figures.value(*figures.compression([(7, 3)])) == "57.14"


def test_longer_than_promised_is_below_nothing():
    assert figures.value(*figures.compression([(7, 10)])) == "-42.86"


@pytest.mark.parametrize(("part", "whole"), [(None, None), (0, 0), (None, 5), (3, None)])
def test_nothing_to_count_is_no_figure_and_never_nought(part, whole):
    assert figures.value(part, whole) is None


def test_nought_of_something_is_nought():
    assert figures.value(0, 5) == "0.00"
    assert figures.value(0, 0, "count") == "0"


@pytest.mark.parametrize(
    ("pair", "unit", "text"), [((112, 120), "percent", "93.33"), ((1, 8), "percent", "12.50"), ((5, 3), "times", "1.67"), ((1, 200), "times", "0.01")]
)  # fmt: skip
def test_two_decimals_half_away_from_nought(pair, unit, text):
    assert figures.value(*pair, unit) == text


@pytest.mark.parametrize(("whole", "hidden"), [(None, False), (0, False), (1, True), (9, True), (10, False)])
def test_small_numbers_are_hidden(whole, hidden):
    assert figures.few(whole) is hidden


def test_last_is_who_has_least_and_nobody_where_all_are_equal():
    assert figures.last({"甲": "98.20", "乙": "90.00", "丙": None}) == ("乙",)
    assert figures.last({"甲": "98.20", "丙": None}) == ()
    assert figures.last({"甲": "98.20", "乙": "98.20"}) == ()


def test_last_in_two_quarters_running_is_talked_to():
    first, second = {"甲": "91.00", "乙": "90.00"}, {"甲": "99.00", "乙": "95.00"}
    assert figures.talks([first, second]) == ("乙",)
    assert figures.talks([second]) == ()
    assert figures.talks([first, second, {"甲": "80.00", "乙": "95.00"}]) == ()


def test_the_same_score_is_the_same_place():
    assert figures.ranking({"甲": "9.00", "乙": "10.00", "丙": "9.00", "丁": None}) == [
        (1, "乙", "10.00"), (2, "丙", "9.00"), (2, "甲", "9.00"),
    ]  # fmt: skip


def test_a_sheet_gives_points_in_proportion_between_none_and_all():
    line = Line("on_time", 40, "100.00", "90.00")
    assert [figures.points(line, text) for text in ("100.00", "95.00", "80.00")] == ["40.00", "20.00", "0.00"]
    fewer = Line("returned", 10, "0.00", "5.00")
    assert [figures.points(fewer, text) for text in ("0.00", "2.50", "9.00")] == ["10.00", "5.00", "0.00"]


def test_a_line_without_a_figure_neither_gains_nor_costs():
    lines = [Line("on_time", 40, "100.00", "90.00"), Line("wait", 60, "0.00", "60.00")]
    assert figures.total(lines, {"on_time": "95.00", "wait": None}) == ("50.00", 40)
    assert figures.total(lines, {}) == (None, 0)


def test_periods_are_months_and_quarters():
    assert [str(day) for day in figures.span("2026-12")] == ["2026-12-01", "2026-12-31"]
    assert [str(day) for day in figures.span("2026Q1")] == ["2026-01-01", "2026-03-31"]
    assert figures.before("2026-01") == "2025-12"
    assert figures.before("2026Q1") == "2025Q4"


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026Q5", "2026-1", "", "二〇二六", "2026-10\n"])
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError):
        figures.span(text)
