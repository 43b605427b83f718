"""The calendar: equal to two independent packages, sourced, versioned, honest about years without notice."""

import calendar as months
from datetime import date, datetime, timedelta

import chinese_calendar
import holidays
import pytest

from yichuang.law import BadInput, BeyondCalendar
from yichuang.law.days import Calendar, YearTable
from yichuang.law.notices import builtin_years, statutory_year

CALENDAR = Calendar.builtin()
YEARS = builtin_years()
DAYS = [date(2015, 1, 1) + timedelta(days=n) for n in range(4383)]
# 国务院 has not published 2027; a notice like it is used to show what an import does.
NOTICE_2027 = """
year = 2027
status = "published"
work = [2027-01-31, 2027-02-20]
[[notices]]
title = "示例通知"
[[off]]
name = "元旦"
from = 2026-12-31
to = 2027-01-02
[[off]]
name = "春节"
from = 2027-02-05
to = 2027-02-12
"""


def test_every_day_equals_chinesecalendar():
    assert [d for d in DAYS if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)] == []


def test_every_day_equals_holidays():
    china = holidays.country_holidays("CN", years=range(2014, 2028))
    assert [d for d in DAYS if CALENDAR.is_workday(d) != china.is_working_day(d)] == []


@pytest.mark.parametrize("table", YEARS, ids=lambda table: str(table.year))
def test_checksums_of_the_document_hold(table):
    got = []
    for month in range(1, 13):
        last = date(table.year, month, months.monthrange(table.year, month)[1])
        before = (
            CALENDAR.between(CALENDAR.first, date(table.year, month, 1) - timedelta(days=1))
            if (table.year, month) != (2015, 1)
            else 0
        )
        got.append(CALENDAR.between(CALENDAR.first, last) - before)
    assert (tuple(got), sum(got)) == (table.months, table.workdays)


def test_each_year_names_its_notices():
    assert [table.year for table in YEARS] == list(range(2015, 2027))
    for table in YEARS:
        assert table.status == "published"
        assert all(notice.number and notice.issued_on for notice in table.notices)
        assert str(table.year) in table.notices[0].title


def test_the_range_ends_a_year_after_the_last_notice():
    assert (CALENDAR.first, CALENDAR.last_published, CALENDAR.last) == (
        date(2015, 1, 1),
        date(2026, 12, 31),
        date(2027, 12, 31),
    )
    assert CALENDAR.published(date(2026, 12, 31)) and not CALENDAR.published(date(2027, 1, 1))


@pytest.mark.parametrize(
    "day, reason",
    [
        (date(2026, 11, 27), "工作日"),
        (date(2026, 11, 28), "周六"),
        (date(2026, 11, 29), "周日"),
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 2, 15), "春节"),
        (date(2025, 10, 5), "国庆节、中秋节"),
        (date(2015, 9, 3), "抗战胜利70周年纪念日"),
        (date(2018, 12, 31), "元旦"),
        (date(2020, 2, 1), "春节"),
        (date(2020, 2, 3), "工作日"),
        (date(2027, 2, 8), "春节"),
        (date(2027, 2, 9), "工作日"),
    ],
)
def test_a_day_says_why_it_counts_or_not(day, reason):
    assert CALENDAR.reason(day) == reason
    assert CALENDAR.is_workday(day) == (reason in ("工作日", "调休上班"))


def test_2027_has_thirteen_statutory_days_and_no_others():
    off = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [d for d in off if CALENDAR.reason(d) not in ("工作日", "周六", "周日")]
    assert off == [
        date(2027, m, d)
        for m, d in [
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
        ]
    ]


def test_a_far_year_has_only_its_solar_days():
    assert [off.name for off in statutory_year(2050).off] == ["元旦", "劳动节", "国庆节"]


def test_lunar_days_to_come_agree_with_a_package():
    for year in (2027, 2028):
        known = {d for d, name in holidays.CN(years=year).items() if "observed" not in name}
        assert {day for off in statutory_year(year).off for day in off.days()} == known


def test_an_imported_notice_replaces_the_provisional_year():
    told = CALENDAR.with_year(YearTable.parse(NOTICE_2027))
    assert (told.last_published, told.last) == (date(2027, 12, 31), date(2028, 12, 31))
    assert CALENDAR.is_workday(date(2026, 12, 31)) and not told.is_workday(date(2026, 12, 31))
    assert told.reason(date(2027, 1, 31)) == "调休上班"
    assert told.reason(date(2027, 6, 9)) == "工作日"
    assert told.reason(date(2028, 1, 26)) == "春节"
    assert told.version != CALENDAR.version


def test_a_notice_in_the_middle_of_the_year_replaces_it():
    old = YearTable.from_dict({"year": 2019, "off": [{"name": "劳动节", "from": "2019-05-01"}]})
    before = CALENDAR.with_year(old)
    assert before.after(date(2019, 4, 26), 3) == date(2019, 5, 2)
    assert before.with_year(YEARS[4]) == CALENDAR


def test_the_version_is_the_content():
    again = Calendar.of(reversed(YEARS))
    assert again == CALENDAR and again.version == CALENDAR.version and hash(again) == hash(CALENDAR)
    assert CALENDAR.with_closures([date(2026, 9, 1)]).version != CALENDAR.version
    assert Calendar.of(YEARS, "示例").version.startswith("示例-")


def test_a_local_closure_is_a_layer_with_its_reason():
    typhoon = CALENDAR.with_closures({date(2026, 9, 1): "台风停工"}).with_closures([date(2026, 9, 2)])
    assert typhoon.reason(date(2026, 9, 1)) == "台风停工"
    assert typhoon.reason(date(2026, 9, 2)) == "本地停止办公"
    assert typhoon.after(date(2026, 8, 31), 1) == date(2026, 9, 3)
    assert CALENDAR.after(date(2026, 8, 31), 1) == date(2026, 9, 1)
    assert typhoon.with_year(YEARS[0]) == typhoon
    shut = CALENDAR.with_closures({date(2026, 2, 14): "停电"})
    assert shut.reason(date(2026, 2, 14)) == "停电" and not shut.is_workday(date(2026, 2, 14))


def test_a_year_survives_the_journey_through_json():
    assert all(YearTable.from_dict(table.as_dict()) == table for table in YEARS)


def test_looking_back_is_the_inverse_of_looking_forward():
    for n in (1, 2, 7, 20):
        for day in DAYS[60:1200:7]:
            assert CALENDAR.before(CALENDAR.after(day, n), n) <= day or not CALENDAR.is_workday(day)
            if CALENDAR.is_workday(day):
                assert CALENDAR.before(CALENDAR.after(day, n), n) == day
    assert CALENDAR.before(date(2026, 2, 16), 1) == date(2026, 2, 14)
    assert CALENDAR.before(date(2026, 2, 14), 1) == date(2026, 2, 13)
    assert CALENDAR.before(date(2026, 2, 16), 0) == date(2026, 2, 16)


def test_the_next_working_day_is_today_if_worked():
    assert CALENDAR.next_workday(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.next_workday(date(2026, 2, 15)) == date(2026, 2, 24)


def test_fast_ways_agree_with_the_plain_one():
    for n in (0, 1, 20, 45):
        starts = DAYS[::11]
        plain = [CALENDAR.after(day, n) for day in starts]
        assert CALENDAR.due_many(starts, n) == plain
        assert [date.fromordinal(CALENDAR.due_ordinal(d.toordinal(), n)) for d in starts] == plain


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.after(date(2014, 12, 31), 1),
        lambda: CALENDAR.after(date(2028, 1, 1), 0),
        lambda: CALENDAR.after(date(2027, 12, 31), 1),
        lambda: CALENDAR.before(date(2015, 1, 4), 1),
        lambda: CALENDAR.is_workday(date(2028, 1, 1)),
        lambda: CALENDAR.between(date(2014, 1, 1), date(2015, 1, 1)),
        lambda: CALENDAR.reason(date(2030, 1, 1)),
        lambda: CALENDAR.due_many([date(2014, 12, 31)], 1),
        lambda: CALENDAR.due_ordinal(date(2014, 12, 31).toordinal(), 1),
        lambda: CALENDAR.due_ordinal(date(2014, 3, 1).toordinal(), 1),
        lambda: CALENDAR.due_ordinal(date(2027, 12, 31).toordinal(), 5),
    ],
)
def test_beyond_the_calendar_is_an_error_not_a_guess(ask):
    with pytest.raises(BeyondCalendar):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.after(date(2026, 1, 5), -1),
        lambda: CALENDAR.before(date(2026, 1, 5), -1),
        lambda: CALENDAR.after(datetime.fromisoformat("2026-01-05T00:00:00+08:00"), 1),
        lambda: CALENDAR.is_workday("2026-01-05"),
        lambda: CALENDAR.with_closures(["2026-01-05"]),
        lambda: Calendar.of([]),
        lambda: Calendar.of([YEARS[0], YEARS[2]]),
        lambda: Calendar.of([YEARS[0], YEARS[0]]),
        lambda: Calendar.of([statutory_year(2027)]),
    ],
)
def test_impossible_input_is_refused(ask):
    with pytest.raises(BadInput):
        ask()


@pytest.mark.parametrize(
    "change, said",
    [
        ({"year": "2027"}, "年份"),
        ({"year": 1999}, "年份"),
        ({"status": "maybe"}, "状态"),
        ({"work": "2027-01-31"}, "列表"),
        ({"work": ["2027-02-30"]}, "不是日期"),
        ({"work": ["2027-02-06"]}, "既写成放假又写成上班"),
        ({"work": ["2028-01-02"]}, "不在 2027 年"),
        ({"off": [{"from": "2027-02-05"}]}, "名称"),
        ({"off": [{"name": "春节", "from": "2027-02-05", "to": "2027-02-01"}]}, "起止"),
        ({"off": [{"name": "春节", "from": "2027-02-05", "to": "2027-12-01"}]}, "起止"),
        ({"off": [{"name": "甲", "from": "2027-02-05"}, {"name": "乙", "from": "2027-02-05"}]}, "重复"),
        ({"workdays": 1}, "工作日应为 1 天"),
        ({"months": [1] * 12}, "各月工作日"),
        ({"notices": [{"number": "1"}]}, "标题"),
    ],
)
def test_a_wrong_notice_is_refused_with_the_reason(change, said):
    good = {"year": 2027, "off": [{"name": "春节", "from": "2027-02-05", "to": "2027-02-12"}], "work": []}
    with pytest.raises(BadInput, match=said):
        YearTable.from_dict({**good, **change})


def test_text_that_is_not_toml_is_refused():
    with pytest.raises(BadInput, match="TOML"):
        YearTable.parse("year = ")
