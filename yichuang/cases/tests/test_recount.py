"""A notice, an amendment and a closure of the halls: open due days are counted anew on record, closed ones keep theirs."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.town import Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.catalogue.models import Version
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.clock.models import Term
from yichuang.journal import bulk, errands, stamps, verify
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law.days import Calendar
from yichuang.law.notices import builtin_years

LONG = "construction-permit"
NEXT_YEAR = """year = 2027
work = []
[[off]]
name = "元旦"
from = 2027-01-01
to = 2027-01-05
"""
WINTER, SPRING = datetime(2026, 11, 2, 2, tzinfo=UTC), datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def slow(town: Town) -> Town:
    """A town where the building permit takes 45 working days."""
    Version.objects.filter(item=town.items[LONG]).update(statutory_days=45, committed_days=45)
    versions.forget()
    return town


def recounts(case: UUID) -> list[dict[str, object]]:
    found = Entry.objects.filter(subject=case, act="cases.recount").order_by("seq")
    return [json.loads(text) for text in found.values_list("payload", flat=True)]


def amended() -> str:
    """The notice of 2026 as an amendment: one more day off, Friday 13 March."""
    table = next(year for year in builtin_years() if year.year == 2026).as_dict()
    lines = ["year = 2026", f"work = [{', '.join(table['work'])}]"]
    for off in [*table["off"], {"name": "临时放假", "from": "2026-03-13", "to": "2026-03-13"}]:
        lines += ["[[off]]", f'name = "{off["name"]}"', f"from = {off['from']}", f"to = {off['to']}"]
    return "\n".join(lines)


def test_next_years_notice_recounts_exactly_the_open_provisional_days(slow: Town) -> None:
    open_, sure = slow.case(LONG, at=WINTER), slow.case(at=WINTER)
    closed = slow.case(LONG, at=WINTER)
    cases.withdraw(closed.pk, by=slow.actor("lin"), at=WINTER + timedelta(hours=1), why="不办了")
    kept = Term.objects.get(subject=closed.pk, kind="promised")
    assert open_.provisional and kept.provisional and not sure.provisional
    at = WINTER + timedelta(days=15)
    clock.import_notice(by=slow.actor("xi"), at=at, text=NEXT_YEAR, source="国办发明电〔2026〕1号")
    errands.drain(at + timedelta(minutes=1))
    row = Case.objects.get(pk=open_.pk)
    assert not row.provisional and row.promised_due_on == date(2027, 1, 7)
    [told] = recounts(open_.pk)
    assert told["before"]["promised"] == "2027-01-05" and told["after"]["promised"] == "2027-01-07"
    assert told["calendar"] != Calendar.builtin().version
    assert recounts(sure.pk) == [] == recounts(closed.pk)
    kept.refresh_from_db()
    assert kept.provisional and kept.due_on == date(2027, 1, 5)
    assert verify.verify().broken == []


def test_the_recount_is_done_once_however_often_its_errand_runs(slow: Town) -> None:
    case, at = slow.case(LONG, at=WINTER), WINTER + timedelta(days=15)
    clock.import_notice(by=slow.actor("xi"), at=at, text=NEXT_YEAR, source="通知")
    errands.drain(at)
    asked = Errand.objects.get(kind="recount")
    Errand.objects.filter(pk=asked.pk).update(state="waiting", held_until=None)
    errands.drain(at + timedelta(hours=1))
    assert len(recounts(case.pk)) == 1


def test_an_amendment_in_mid_year_moves_the_open_days_that_run_through_it(town: Town) -> None:
    through, before = town.case("food-business-license-new", at=SPRING), town.case(at=SPRING)
    assert before.statutory_due_on == date(2026, 3, 10) and through.statutory_due_on > date(2026, 3, 13)
    at = SPRING + timedelta(days=2)
    clock.import_notice(by=town.actor("xi"), at=at, text=amended(), source="国办发明电〔2026〕9号")
    errands.drain(at)
    moved = Case.objects.get(pk=through.pk)
    assert moved.statutory_due_on == Calendar.builtin().after(through.statutory_due_on, 1)
    assert [told["why"] for told in recounts(through.pk)] == ["放假安排已公布"]
    assert recounts(before.pk) == [] and Case.objects.get(pk=before.pk).due_on == before.due_on


def test_a_typhoon_closes_the_halls_of_one_region_only(town: Town) -> None:
    case, at = town.case(at=SPRING), SPRING + timedelta(hours=1)
    clock.close_days(
        by=town.actor("xi"), at=at, days={date(2026, 3, 3): "台风停工"}, source="示例区防汛令1号"
    )
    errands.drain(at)
    row = Case.objects.get(pk=case.pk)
    assert (case.promised_due_on, row.promised_due_on) == (date(2026, 3, 3), date(2026, 3, 4))
    [told] = recounts(case.pk)
    assert told["why"] == "当地停止办公" and told["after"]["statutory"] == "2026-03-11"
    own, other = (book.calendar(stamps.current(), region) for region in ("189901", "189902"))
    assert own.reason(date(2026, 3, 3)) == "台风停工" and other.is_workday(date(2026, 3, 3))


def test_a_closure_stays_when_the_years_notice_comes_later(town: Town) -> None:
    who, at = town.actor("xi"), WINTER
    clock.close_days(by=who, at=at, days={date(2027, 1, 6): "三月三"}, source="自治区通知")
    clock.import_notice(by=who, at=at, text=NEXT_YEAR, source="国办通知")
    made = book.calendar(stamps.current(), "189901")
    assert made.last_published.year == 2027
    assert not made.is_workday(date(2027, 1, 5)) and not made.is_workday(date(2027, 1, 6))


@pytest.mark.parametrize(
    ("text", "source", "said"),
    [
        ("year = 2028\nwork = []\n", "通知", "连续"),
        ("year = 2027\nstatus = 'provisional'\n", "通知", "已经公布"),
        ("year = 2027\nwork = []\n", " ", "文号"),
        ("year = 2027\n[[off]]\nname = '元旦'\nfrom = 2029-01-01\n", "通知", "不在 2027 年"),
        ("放假三天", "通知", "TOML"),
        ("", "通知", "年份"),
    ],
)
def test_a_wrong_notice_is_refused_and_the_calendar_stands(
    town: Town, text: str, source: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        clock.import_notice(by=town.actor("xi"), at=WINTER, text=text, source=source)
    assert book.calendar(stamps.current(), "189901") == Calendar.builtin()


@pytest.mark.parametrize(
    ("days", "source", "said"),
    [
        ({}, "通知", "哪几天"),
        ({date(2026, 3, 3): " "}, "通知", "为什么"),
        ({date(2026, 3, 3): "台风"}, "", "文号"),
        ({date(2026, 12, 31): "台风", date(2027, 1, 1): "台风"}, "通知", "分两次"),
        ({date(2031, 3, 3): "台风"}, "通知", "之间"),
    ],
)
def test_a_wrong_closure_is_refused(town: Town, days: dict[date, str], source: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        clock.close_days(by=town.actor("xi"), at=WINTER, days=days, source=source)


def test_only_the_system_administrator_moves_the_calendar(town: Town) -> None:
    for name in ("lin", "guo", "an"):
        with pytest.raises(NotYours):
            clock.import_notice(by=town.actor(name), at=WINTER, text=NEXT_YEAR, source="通知")
        with pytest.raises(NotYours):
            clock.close_days(by=town.actor(name), at=WINTER, days={date(2026, 12, 1): "雪"}, source="通知")
    assert not Entry.objects.filter(act__startswith="clock.").exists()


def test_a_recount_that_was_killed_goes_on_and_counts_nobody_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [town.case("food-business-license-new", at=SPRING).pk for _ in range(5)]
    clock.import_notice(by=town.actor("xi"), at=SPRING, text=amended(), source="国办发明电〔2026〕9号")
    perform, calls = bulk.perform, list[object]()

    def until_killed(*asked: object, **more: object) -> bulk.Done:
        if calls:
            raise KeyboardInterrupt
        calls.extend(asked[1])  # type: ignore[arg-type]
        return perform(*asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "perform", until_killed)
    monkeypatch.setattr(sweeps, "OF_RECOUNT", 4)
    with pytest.raises(KeyboardInterrupt):
        errands.drain(SPRING)
    assert 0 < sum(len(recounts(case)) for case in found) < len(found)
    monkeypatch.setattr(bulk, "perform", perform)
    errands.drain(SPRING + timedelta(minutes=4))  # nobody holds the errand any longer
    assert [len(recounts(case)) for case in found] == [1] * len(found)
    assert Errand.objects.get(kind="recount").state == "confirmed" and verify.verify().broken == []


def test_a_long_recount_lets_other_errands_have_their_turn(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = town.case("food-business-license-new", at=SPRING)
    clock.import_notice(by=town.actor("xi"), at=SPRING, text=amended(), source="国办发明电〔2026〕9号")
    monkeypatch.setattr(sweeps, "SECONDS", 0)
    errands.drain(SPRING)
    assert Errand.objects.get(kind="recount").state == "waiting" and recounts(case.pk) == []
    monkeypatch.setattr(sweeps, "SECONDS", 20)
    errands.drain(SPRING + timedelta(seconds=1))
    assert Errand.objects.get(kind="recount").state == "confirmed" and len(recounts(case.pk)) == 1


def test_what_stays_is_not_counted_again(town: Town) -> None:
    case = town.case(at=SPRING)
    Term.objects.filter(subject=case.pk).update(calendar="an older one")
    assert sweeps.recount(SPRING, span=(SPRING.date(), SPRING.date())) and recounts(case.pk) == []
    assert not Term.objects.filter(subject=case.pk, calendar="an older one", ended_on=None).exists()
