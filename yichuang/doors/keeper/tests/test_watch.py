"""What happens by itself each minute: silence, lapses, gaps and colours, each with its heartbeat, none held up by another."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps as of_cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case
from yichuang.doors.keeper import watch
from yichuang.journal import errands, sweeps, verify
from yichuang.journal.models import Bill, Entry, Errand, Heartbeat
from yichuang.law.days import Calendar
from yichuang.law.terms import midnight

OURS = {"deem", "lapse", "gaps", "colours", "bill", "files", "logs"}


def after(day: date, days: int = 1) -> datetime:
    """The first minutes of a working day."""
    return midnight(Calendar.builtin().after(day, days)) + timedelta(minutes=1)


def notice(town: Town) -> UUID:
    application = town.application()
    lines = [
        {"place": place, "reason": "1", "fields": {"page": "2"}} for place in list(application.materials)[:1]
    ]
    made = cases.receive(
        by=town.actor("lin"), at=MONDAY, application=application, then="ask_once", lines=lines
    )
    return UUID(made["id"])


def gap(town: Town) -> UUID:
    """A food licence accepted while a lesser paper, that of the premises, is still to come."""
    answers = {"same_address": "no", "project": "sales", "warehouse": "no", "vending": "no", "agent": "no"}
    application = town.application("food-business-license-new", answers=answers)
    record = town.version("food-business-license-new").record
    lesser = [place for place in application.materials if record["materials"][place]["required"] != "必要"]
    whole = replace(application, materials=application.materials | {lesser[0]: Judgement("gap")})
    return UUID(cases.receive(by=town.actor("lin"), at=MONDAY, application=whole, then="accept")["id"])


@pytest.mark.parametrize(
    ("road", "kind", "state", "act"),
    [
        (lambda town: town.case("food-business-license-new", upto="filed").pk, "notice", "accepted", "cases.deem_accepted"),
        (notice, "correction", "closed", "cases.lapse"),
        (gap, "gap", "closed", "cases.miss_gap"),
    ],
    ids=["silence", "lapse", "gap"],
)  # fmt: skip
def test_a_limit_that_passed_is_acted_upon_the_day_after_and_not_before(town, road, kind, state, act):
    case = road(town)
    due = of_cases.Term.objects.get(subject=case, kind=kind).due_on
    before = Case.objects.get(pk=case).state
    last = midnight(due) + timedelta(hours=23, minutes=59)
    sweeps.run(last)
    assert Case.objects.get(pk=case).state == before
    sweeps.run(last + timedelta(minutes=2))
    sweeps.run(last + timedelta(minutes=3))
    assert Case.objects.get(pk=case).state == state
    entry = Entry.objects.get(subject=case, act=act)
    assert entry.by_name == "系统" and Errand.objects.filter(subject=case, kind="notice").exists()


def test_colours_turn_in_the_first_minute_of_their_day(town):
    case = town.case("food-business-license-new")
    days = [case.turns_on, case.due_on + timedelta(days=1)]
    seen = []
    for day in days:
        sweeps.run(midnight(day) - timedelta(minutes=1))
        seen.append(Case.objects.get(pk=case.pk).colour)
        sweeps.run(midnight(day) + timedelta(minutes=1))
        seen.append(Case.objects.get(pk=case.pk).colour)
    assert seen == ["green", "yellow", "yellow", "red"]
    assert Entry.objects.filter(subject=case.pk, act="cases.turn").count() == 2


def test_silence_that_the_law_does_not_fill_holds_up_nothing_behind_it(town):
    for _ in range(3):
        town.case("elderly-allowance", upto="filed")
    permit = town.case("food-business-license-new", upto="filed")
    assert of_cases.deem(after(date(2026, 3, 9)), batch=2) == 1
    assert Case.objects.get(pk=permit.pk).deemed
    assert Case.objects.filter(state="filed").count() == 3


def test_many_that_are_due_are_done_in_bounded_rounds(town):
    for _ in range(5):
        town.case("food-business-license-new", upto="filed")
    at = after(date(2026, 3, 9))
    assert [of_cases.deem(at, batch=2) for _ in range(4)] == [2, 2, 1, 0]


def test_every_sweep_leaves_its_heartbeat_and_a_broken_one_is_seen_alone(town):
    at = MONDAY + timedelta(days=1)
    assert set(sweeps.silent(at)) >= OURS
    sweeps.run(at)
    assert not OURS & set(sweeps.silent(at + timedelta(minutes=10)))
    assert set(sweeps.silent(at + timedelta(hours=1))) >= OURS
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    assert beats.keys() >= OURS and {beat.trouble for beat in beats.values()} == {""}

    def broken(at: datetime) -> int:
        raise RuntimeError("磁盘满了")

    sweeps.SWEEPS["broken"] = broken
    try:
        done = sweeps.run(at + timedelta(hours=1))
        assert sweeps.silent(at + timedelta(hours=1)) == ["broken"] and done["broken"] == 0
    finally:
        del sweeps.SWEEPS["broken"]
    beat = Heartbeat.objects.get(name="broken")
    assert (beat.trouble, beat.ended_at) == ("磁盘满了", None)
    assert Heartbeat.objects.get(name="deem").runs == 2


def test_the_bill_of_a_day_is_made_by_the_sweep_and_only_once(town, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    town.case()
    recorded = Entry.objects.latest("recorded_at").recorded_at
    at = recorded + timedelta(days=2)
    assert watch.bill(at) >= 1 and watch.bill(at) == 0
    assert Bill.objects.filter(region="189901").exists() and verify.verify().broken == []


def test_what_costs_much_is_done_at_the_start_and_every_six_hours():
    calls = []
    work = watch.seldom(lambda at: calls.append(at) or 1)
    hours = [0, 1, 5, 6, 7, 12, 13]
    assert [work(MONDAY + timedelta(hours=hour)) for hour in hours] == [1, 0, 0, 1, 0, 1, 0]
    assert len(calls) == 3


def test_a_broken_errand_does_not_stop_the_sweeps(town):
    town.case()
    errands.HANDLERS["bell"] = lambda group, at: 1 / 0
    try:
        Errand.objects.create(
            region="189901", kind="bell", key="k", args="{}", made_at=MONDAY, not_before=MONDAY
        )
        errands.drain(MONDAY + timedelta(hours=1))
    finally:
        del errands.HANDLERS["bell"]
    assert Errand.objects.get(key="k").state == "failed"
    assert not Errand.objects.filter(kind="notice").exclude(state="confirmed").exists()
