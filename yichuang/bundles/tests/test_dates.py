"""What moves the joint date and what only the forecast: the calendar, a silent department, a stop, a word said too late."""

import json
from datetime import date, datetime, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts, followers
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.tests.scenes import brought, decided, drained, on_line, part, received
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.journal import stamps, sweeps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law.notices import builtin_years

LICENCE, FOOD = "individual-business-establishment", "food-business-license-new"
CALENDAR = "放假安排有变，依法重算"


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def entries(thing: Thing, act: str) -> list[dict[str, object]]:
    found = Entry.objects.filter(subject=thing.pk, act=act).order_by("seq").values_list("payload", flat=True)
    return [json.loads(text) for text in found]


def day(thing: Thing, shift: int = 0) -> date:
    """The joint date, or a working day about it."""
    calendar = book.calendar(stamps.current(), thing.region)
    return calendar.after(thing.due_on, shift) if shift >= 0 else calendar.before(thing.due_on, -shift)


def amended(year: int, *, off: tuple[str, ...] = (), work: tuple[str, ...] = ()) -> str:
    """The notice of a year with other days off, or other days of work."""
    table = next(one for one in builtin_years() if one.year == year).as_dict()
    spans = [one for one in table["off"] if one["from"] not in work]
    lines = [f"year = {year}", f"work = [{', '.join(sorted({*table['work'], *work}))}]"]
    for one in [*spans, *({"name": "临时放假", "from": on, "to": on} for on in off)]:
        lines += ["[[off]]", f'name = "{one["name"]}"', f"from = {one['from']}", f"to = {one['to']}"]
    return "\n".join(lines)


def told(thing: Thing) -> Thing:
    return Thing.objects.get(pk=thing.pk)


def test_a_word_said_too_late_is_refused(town: Town) -> None:
    thing = on_line(town)
    market = town.staff(part(thing, FOOD).department_id, "reviewer")
    with pytest.raises(WrongState, match=r"已经过了。没有提出的，视为材料齐全"):
        acts.say(thing.pk, by=market, at=MONDAY + timedelta(days=4), part=FOOD)
    assert acts.say(thing.pk, by=market, at=MONDAY + timedelta(days=3), part=FOOD)["left"] == 4


@pytest.mark.parametrize("closed", [0, -1])
def test_a_day_off_declared_later_moves_the_joint_date_with_its_reason(town: Town, closed: int) -> None:
    thing = received(town)
    due, running = thing.due_on, part(thing, LICENCE)
    on = running.due_on if closed == 0 else due  # a day of a case that runs, or of a part that has not begun
    clock.close_days(by=town.actor("xi"), at=MONDAY, days={on: "台风停工"}, source="示例区防汛令1号")
    drained(MONDAY)
    moved = told(thing)
    assert (moved.due_on, moved.due_why) == (day(thing, 1), CALENDAR) and moved.forecast_on == moved.due_on
    [joint] = [told["joint"] for told in entries(thing, "bundles.go_on") if told["joint"]]
    assert joint == {"due": str(moved.due_on), "was": str(due), "why": CALENDAR}
    if closed == 0:
        now = part(thing, LICENCE)
        assert now.due_on == now.clock_on == Case.objects.get(pk=now.case_id).promised_due_on > running.due_on


def test_a_day_of_work_declared_later_brings_the_joint_date_forward(town: Town) -> None:
    thing = received(town)
    saturday = MONDAY.date() + timedelta(days=5)
    text = amended(MONDAY.year, work=(saturday.isoformat(),))
    clock.import_notice(by=town.actor("xi"), at=MONDAY, text=text, source="国办发明电〔2026〕9号")
    drained(MONDAY)
    assert (told(thing).due_on, told(thing).due_why) == (day(thing, -1), CALENDAR)


def test_the_calendar_takes_nothing_from_who_was_early(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY)
    assert told(thing).due_on == thing.due_on > told(thing).forecast_on
    clock.close_days(
        by=town.actor("xi"), at=MONDAY, days={MONDAY.date() - timedelta(days=3): "旧事"}, source="令"
    )
    drained(MONDAY)
    assert told(thing).due_on == thing.due_on


def test_a_silent_department_shows_in_the_forecast_the_next_morning(town: Town) -> None:
    thing = received(town)
    late = datetime.combine(part(thing, LICENCE).due_on, MONDAY.timetz()) + timedelta(days=1)
    assert followers.forecast(late - timedelta(days=1)) == 0
    assert followers.forecast(late) == 1
    assert told(thing).forecast_on > thing.forecast_on and told(thing).due_on == thing.due_on
    seq = told(thing).seq
    assert followers.forecast(late) == 0 and told(thing).seq == seq


def test_the_forecast_of_what_never_ends_is_never_in_the_past(town: Town) -> None:
    thing = on_line(town)
    acts.accept(thing.pk, by=town.night, at=MONDAY + timedelta(days=4))
    later = MONDAY + timedelta(days=200)
    followers.forecast(later)
    assert told(thing).forecast_on > later.date()


def test_the_forecast_is_looked_at_once_a_day(town: Town) -> None:
    thing = received(town)
    run = sweeps.SWEEPS["forecasts"]
    late = MONDAY + timedelta(days=60)
    assert sweeps.run_one("forecasts", run, late) == 1
    Thing.objects.filter(pk=thing.pk).update(forecast_on=MONDAY.date())
    assert sweeps.run_one("forecasts", run, late + timedelta(hours=1)) == 0
    assert sweeps.run_one("forecasts", run, late + timedelta(days=1)) == 1


def test_a_stop_that_outlasts_its_plan_moves_the_date_by_its_days_only(town: Town) -> None:
    thing = received(town)
    mine = part(thing, LICENCE)
    stop(town, mine)
    drained(MONDAY)
    planned = part(thing, LICENCE).due_on
    assert planned > mine.due_on and "特别程序" in told(thing).due_why
    again = MONDAY + timedelta(days=21)
    followers.forecast(again)
    followers.forecast(again)
    calendar = book.calendar(stamps.current(), thing.region)
    stood = calendar.between(MONDAY.date(), again.date())
    assert part(thing, LICENCE).due_on == calendar.after(mine.due_on, stood)


def stop(town: Town, mine: Part) -> None:
    """The department stops the clock of a part for five working days."""
    cases.suspend(
        mine.case_id, by=town.staff(mine.department_id, "reviewer"), at=MONDAY, name="检测", days=5, basis="《示例办法》第九条",
    )  # fmt: skip


def slow(town: Town, days: int) -> Thing:
    """A thing of which the food licence takes so long that joint handling is exceeded."""
    town.rewrite(FOOD, committed_days=days)
    return received(town)


def test_what_joint_handling_is_held_to_is_kept_and_exceeding_it_is_on_record(town: Town) -> None:
    thing = slow(town, 60)
    calendar = book.calendar(stamps.current(), thing.region)
    assert thing.ceiling_on == calendar.after(MONDAY.date(), 45) < thing.due_on
    [joint] = [told["joint"] for told in entries(thing, "bundles.receive")]
    assert joint["ceiling"] == {"due_on": str(thing.ceiling_on), "last_on": str(thing.due_on), "days": 62}


def test_within_the_ceiling_nothing_is_said_of_it(town: Town) -> None:
    thing = received(town)
    assert thing.ceiling_on and "ceiling" not in entries(thing, "bundles.receive")[0]["joint"]  # type: ignore[operator]


def test_the_head_of_the_government_extends_once_with_a_reason(town: Town) -> None:
    thing, calendar = slow(town, 60), book.calendar(stamps.current(), "189901")
    with pytest.raises(NotYours):
        acts.extend(thing.pk, by=town.staff(thing.lead_id, "approver"), at=MONDAY, reason="会审复杂")
    with pytest.raises(BadInput, match="理由"):
        acts.extend(thing.pk, by=town.actor("luo"), at=MONDAY, reason=" ")
    acts.extend(thing.pk, by=town.actor("luo"), at=MONDAY, reason="会审复杂")
    assert told(thing).ceiling_on == calendar.after(MONDAY.date(), 60) and told(thing).due_on == thing.due_on
    with pytest.raises(WrongState, match="只能延一次"):
        acts.extend(thing.pk, by=town.actor("luo"), at=MONDAY, reason="会审复杂")
    decided(town, part(thing, LICENCE).case_id, MONDAY)
    assert told(thing).ceiling_on == calendar.after(MONDAY.date(), 60)
