"""Local numbers have a day from which they hold; a case keeps the one it used."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.town import Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Notice, Paper
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.clock.models import Number, Term
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours

NAME = "correction_days"
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def set_(
    town: Town,
    value: str,
    day: date,
    *,
    by: str = "guo",
    name: str = NAME,
    unit: str = "自然日",
    basis: str = "示政发〔2026〕3号",
) -> None:
    clock.set_number(by=town.actor(by), at=AT, name=name, value=value, unit=unit, basis=basis, starts_on=day)


def on(day: date, region: str = "189901") -> str:
    return book.number(stamps.current(), region, NAME, day).value


def test_a_number_holds_from_its_day_and_the_one_before_until_then(town: Town) -> None:
    set_(town, "20", date(2026, 1, 1))
    set_(town, "10", date(2026, 6, 1))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [on(day) for day in days] == [book.SAMPLES[NAME][0], "20", "20", "10"]
    assert on(date(2026, 6, 1), "189902") == book.SAMPLES[NAME][0]
    assert Entry.objects.filter(act="clock.set_number").count() == 2


def test_one_that_begins_between_two_others_ends_where_the_later_begins(town: Town) -> None:
    for value, month in (("20", 1), ("5", 9), ("10", 6)):
        set_(town, value, date(2026, month, 1))
    assert [on(date(2026, month, 1)) for month in (1, 5, 6, 8, 9, 12)] == ["20", "20", "10", "10", "5", "5"]
    spans = Number.objects.filter(name=NAME).order_by("starts_on").values_list("starts_on", "ends_on")
    assert [end for _, end in spans] == [start for start, _ in spans[1:]] + [None]


def test_a_case_keeps_the_number_it_used(town: Town) -> None:
    set_(town, "20", date(2026, 1, 1), basis="旧规定第二条")
    application = town.application()
    lines = [
        {"place": place, "reason": "1", "fields": {"page": "2"}} for place in list(application.materials)[:1]
    ]
    asked = cases.receive(by=town.actor("lin"), at=AT, application=application, then="ask_once", lines=lines)
    set_(town, "3", date(2026, 3, 2), basis="新规定第九条")
    term = Term.objects.get(subject=asked["id"], kind="correction")
    assert (term.days, term.due_on) == (20, date(2026, 3, 23))
    assert Notice.objects.get(case=asked["id"]).due_on == date(2026, 3, 23)
    assert "旧规定第二条" in Paper.objects.get(case=asked["id"], kind="one_time_notice").content
    again = cases.receive(by=town.actor("lin"), at=AT, application=application, then="ask_once", lines=lines)
    assert Term.objects.get(subject=again["id"], kind="correction").days == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "nope"}, "没有“nope”这个当地数值"),
        ({"value": "十天"}, "整数"),
        ({"value": "-1"}, "整数"),
        ({"value": "999999"}, "整数"),
        ({"value": "１０"}, "整数"),
        ({"unit": "天"}, "工作日"),
        ({"basis": " "}, "依据"),
        ({"basis": "长" * 201}, "最多 200 个字"),
        ({"name": "deemed_types", "value": "行政许可、行政瞎写", "unit": "事项类型"}, "行政瞎写"),
    ],
)
def test_a_number_that_cannot_be_used_is_refused_with_what_to_do(
    town: Town, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        set_(town, day=date(2026, 4, 1), **{"value": "10", **changes})
    assert not Number.objects.filter(starts_on__year=AT.year).exists()


def test_the_same_day_twice_is_refused_and_the_first_stands(town: Town) -> None:
    set_(town, "20", date(2026, 1, 1))
    with pytest.raises(BadInput, match="换一个起始日"):
        set_(town, "10", date(2026, 1, 1))
    assert on(AT.date() + timedelta(days=1)) == "20"


def test_who_sits_at_a_window_sets_no_number(town: Town) -> None:
    with pytest.raises(NotYours):
        set_(town, "20", date(2026, 1, 1), by="lin")
