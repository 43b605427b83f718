"""Terms inside an act's turn: start, end, stop, go on, extend, recount; and the acts on the calendar and the local numbers."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.clock.models import Number, Stop, Term, Year
from yichuang.ground import many, rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar, cards, codes, terms
from yichuang.law.days import Calendar
from yichuang.law.notices import YearTable

COUNTING = ("statutory", "promised")
DAY_UNITS = ("工作日", "自然日")
Spans = tuple[tuple[date, date | None, str], ...]


@dataclass(frozen=True, slots=True)
class Running:
    """A term as it stands: what the case caches of it."""

    kind: str
    due_on: date | None
    provisional: bool
    colour: str
    turns_on: date | None


def start(
    turn: Turn,
    kind: str,
    *,
    days: int,
    starts_on: date,
    by: Actor,
    at: datetime,
    unit: str = "working",
    owner: int | None = None,
) -> Running:
    """Start a term of the turn's subject on day 0 `starts_on`; returns it as it stands now."""
    calendar = book.calendar(turn.stamp, turn.row.region)
    due_on, provisional = _due(starts_on, days, unit, calendar, (), 0, turn.on)
    light = cards.light(turn.on, due_on, days, calendar)
    turn.add(
        Term, subject=turn.row.id, region=turn.row.region, kind=kind, owner=owner, starts_on=starts_on, days=days, unit=unit,
        due_on=due_on, provisional=provisional, calendar=calendar.version[:16], colour=light.colour, turns_on=light.turns_on,
        ended_on=None,
    )  # fmt: skip
    return Running(kind, due_on, provisional, light.colour, light.turns_on)


def end(turn: Turn, kinds: Iterable[str], *, by: Actor, at: datetime, on: date | None = None) -> None:
    """End the running terms of these kinds on the turn's day (or `on`), in one statement."""
    names = tuple(kinds)
    ended = {"ended_on": on or turn.on, "turns_on": None}
    for made in turn.new.get(Term, ()):
        if made["kind"] in names:
            made.update(ended)
    if not turn.fresh:
        marks = ", ".join(["%s"] * len(names))
        rows.update(
            Term,
            ended,
            f"subject = %s AND ended_on IS NULL AND kind IN ({marks})",
            [rows.key(turn.row.id), *names],
        )


def end_all(turn: Turn, *, by: Actor, at: datetime) -> None:
    """End every running term and every open span: the case is over."""
    ended = {"ended_on": turn.on, "turns_on": None}
    for made in turn.new.get(Term, ()):
        made.update(ended)
    if not turn.fresh:
        mine = [rows.key(turn.row.id)]
        rows.update(Term, ended, "subject = %s AND ended_on IS NULL", mine)
        rows.update(Stop, {"ends_on": turn.on}, "subject = %s AND ends_on IS NULL", mine)


def stop(
    turn: Turn, *, by: Actor, at: datetime, kind: str, name: str, counted: bool, basis: str, planned_days: int | None, approver: str = "",
) -> None:  # fmt: skip
    """Begin a span; unless it is counted, the statutory and promised terms stand still from here."""
    turn.add(
        Stop, subject=turn.row.id, kind=kind, name=name, counted=counted, basis=basis, planned_days=planned_days, starts_on=turn.on,
        approver=approver,
    )  # fmt: skip
    if not counted:
        rows.update(
            Term, {"stopped": True, "colour": cards.GREY, "turns_on": None},
            "subject = %s AND ended_on IS NULL AND kind IN ('statutory', 'promised')", [rows.key(turn.row.id)],
        )  # fmt: skip


def go_on(turn: Turn, *, by: Actor, at: datetime, result: str) -> dict[str, Running]:
    """End the open span and recompute; returns the terms that count on."""
    open_stops = rows.read_all(Stop, "t.subject = %s AND t.ends_on IS NULL", [rows.key(turn.row.id)])
    if not open_stops:
        raise WrongState("这一件现在没有停止计时。")
    rows.update(
        Stop,
        {"ends_on": turn.on, "result": result[:300]},
        "subject = %s AND ends_on IS NULL",
        [rows.key(turn.row.id)],
    )
    return recompute(turn, by=by, at=at)


def extend(turn: Turn, *, by: Actor, at: datetime, days: int) -> dict[str, Running]:
    """Add extension days to the statutory and promised terms."""
    rows.update(
        Term, {"extend": days}, "subject = %s AND ended_on IS NULL AND kind IN ('statutory', 'promised')", [rows.key(turn.row.id)],
    )  # fmt: skip
    return recompute(turn, by=by, at=at)


def recompute(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Running]:
    """Compute the running terms anew from their start, days, extension and stops; write only what changed."""
    found: dict[str, Running] = {}
    spans = _stops(turn)
    for term in _running(turn):
        counting = term.kind in COUNTING
        halted = counting and any(span[1] is None for span in spans)
        used = spans if counting else ()
        changes = _reckoned(turn, term.starts_on, term.days, term.unit, term.extend, used, halted)
        if not changes.items() <= term.__dict__.items():
            turn.alter(Term, term, **changes)
        found[term.kind] = Running(
            term.kind, changes["due_on"], changes["provisional"], changes["colour"], changes["turns_on"]
        )
    return found


def _reckoned(
    turn: Turn, starts_on: date, days: int, unit: str, extend: int, spans: Spans, halted: bool
) -> dict[str, Any]:
    """Return what a term says now; remembered for the day, because many cases began on one day and take as long."""
    place = (starts_on, days, unit, extend, spans, halted)
    known = book.reckoned(turn.stamp, turn.row.region, turn.on)
    if place not in known:
        calendar = book.calendar(turn.stamp, turn.row.region)
        due_on, provisional = _due(starts_on, days, unit, calendar, spans, extend, turn.on)
        light = cards.light(turn.on, due_on, days + extend, calendar, halted)
        known[place] = {"due_on": due_on, "provisional": provisional, "colour": light.colour, "turns_on": light.turns_on,
                        "stopped": halted, "calendar": calendar.version[:16]}  # fmt: skip
    return known[place]


def _running(turn: Turn) -> list[Any]:
    known = turn.beside(Term)
    if known is None:
        return rows.read_all(Term, "t.subject = %s AND t.ended_on IS NULL", [rows.key(turn.row.id)])
    return [term for term in known if term.ended_on is None]


def _stops(turn: Turn) -> Spans:
    known = turn.beside(Stop)
    return stops_of(turn.row.id) if known is None else _spans(known)


def due_days(turn: Turn) -> dict[str, date | None]:
    """Return the due days of the running terms as they stand."""
    return {term.kind: term.due_on for term in _running(turn)}


def due_by_now(turn: Turn, kind: str) -> date | None:
    """Return the day a counting term would be due if an open stop ended today: what is cached stands as of the stop."""
    spans = stops_of(turn.row.id)
    running = "t.subject = %s AND t.ended_on IS NULL AND t.kind = %s"
    term, _ = rows.read(Term, running, [rows.key(turn.row.id), kind])
    if term is None:
        return None
    calendar = book.calendar(turn.stamp, turn.row.region)
    return _due(term.starts_on, term.days, term.unit, calendar, spans, term.extend, turn.on)[0]


def due_as_planned(subject: UUID, region: str, stamp: int, today: date) -> date | None:
    """Return the day the promised (else statutory) term is due if an open stop ends when it was planned to, or today once that is past."""
    calendar = book.calendar(stamp, region)
    running = rows.read_all(Term, "t.subject = %s AND t.ended_on IS NULL", [rows.key(subject)])
    known = {term.kind: term for term in running}
    term = known.get("promised") or known.get("statutory")
    if term is None:
        return None
    spans = [
        (
            row.starts_on,
            row.ends_on or max(today, calendar.after(row.starts_on, row.planned_days or 0)),
            row.name,
        )
        for row in rows.read_all(Stop, "t.subject = %s ORDER BY t.starts_on, t.id", [rows.key(subject)])
        if not row.counted
    ]
    return _due(term.starts_on, term.days, term.unit, calendar, spans, term.extend, today)[0]


def stops_of(subject: UUID) -> Spans:
    """Return the spans of a subject that are not counted, as the law takes them."""
    return _spans(rows.read_all(Stop, "t.subject = %s", [rows.key(subject)]))


def _spans(found: Iterable[Any]) -> Spans:
    lasting = sorted((row.starts_on, row.id, row.ends_on, row.name) for row in found if not row.counted)
    return tuple((starts_on, ends_on, name) for starts_on, _, ends_on, name in lasting)


def _due(
    starts_on: date, days: int, unit: str, calendar: Any, spans: Iterable[Any], extend: int, today: date
) -> tuple[date | None, bool]:
    """A day beyond the calendar is unknown, not an error: the term runs, provisional, until the notice is there."""
    try:
        due = terms.due(
            starts_on,
            days,
            unit=unit,
            calendar=calendar,
            stops=spans,
            extend=extend,
            today=max(today, starts_on),
        )
    except BeyondCalendar:
        return None, True
    return due.due_on, due.status == "provisional"


@working_paper("clock.keep_calendar")
def keep_calendar(subjects: Sequence[UUID], version: str, *, by: Actor, at: datetime) -> None:
    """The running terms of these were counted by a calendar and are due when they were: nobody need count them again."""
    for first in range(0, len(subjects), many.MARKED):
        block = [rows.key(subject) for subject in subjects[first : first + many.MARKED]]
        marks = ", ".join(["%s"] * len(block))
        rows.update(Term, {"calendar": version[:16]}, f"ended_on IS NULL AND subject IN ({marks})", block)


@act("clock.import_notice", on=Register, book="calendar")
def import_notice(turn: Turn, *, by: Actor, at: datetime, text: str, source: str) -> dict[str, Any]:
    """A year's notice is in force: what was provisional, or ran through a day it moved, is counted anew by what follows."""
    if not source.strip():
        raise BadInput("请填写通知的文号或出处。", field="source")
    table = YearTable.parse(text)
    if table.status != "published":
        raise BadInput("只导入已经公布的安排。没有公布的年份，系统自己先按双休日和法定节日算。", field="text")
    before = book.calendar(turn.stamp, turn.row.region)
    moved = moved_days(before, before.with_year(table), table.year)
    number = _version("", table.year, "notice")
    turn.add(
        Year,
        region="",
        year=table.year,
        kind="notice",
        text=text,
        source=source[:200],
        number=number,
        made_at=at,
    )
    turn.change_rules()
    turn.enter(
        "clock.import_notice",
        {"year": table.year, "number": number, "source": source[:200], "table": table.as_dict()},
    )
    span: dict[str, Any] = {"from": moved[0].isoformat(), "to": moved[-1].isoformat()} if moved else {}
    turn.errand("recount", f"recount:{table.year}:{number}", year=table.year, **span)
    return {"year": table.year, "number": number}


def moved_days(before: Calendar, after: Calendar, year: int) -> list[date]:
    """Return the days about which two calendars differ, in `year` and the December before it; in order."""
    first = max(date(year - 1, 12, 1), before.first, after.first)
    last = min(date(year, 12, 31), before.last, after.last)
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return [day for day in days if before.is_workday(day) != after.is_workday(day)]


def _version(region: str, year: int, kind: str) -> int:
    found = rows.read_all(Year, "t.region = %s AND t.year = %s AND t.kind = %s", [region, year, kind])
    return 1 + len(found)


@act("clock.close_days", on=Register, book="calendar")
def close_days(turn: Turn, *, by: Actor, at: datetime, days: dict[date, str], source: str) -> dict[str, Any]:
    """The halls of the region are closed on these days (typhoon, 三月三 …): they count for nobody, open terms are counted anew."""
    if not source.strip():
        raise BadInput("请填写停止办公通知的文号或出处。", field="source")
    if not days or any(not why.strip() for why in days.values()):
        raise BadInput("写明哪几天停止办公，每天为什么。", field="days")
    years = {day.year for day in days}
    if len(years) > 1:
        raise BadInput("一次只写一年里的日子，跨年的分两次。", field="days")
    made = book.calendar(turn.stamp, turn.row.region)
    if min(days) < made.first or max(days) > made.last:
        raise BadInput(f"停止办公的日子要在{made.first}到{made.last}之间。", field="days")
    year, text = years.pop(), closures_text(days)
    number = _version(turn.row.region, year, "closure")
    turn.add(
        Year,
        region=turn.row.region,
        year=year,
        kind="closure",
        text=text,
        source=source[:200],
        number=number,
        made_at=at,
    )
    turn.change_rules()
    turn.enter(
        "clock.close_days", {"year": year, "number": number, "source": source[:200], "days": json.loads(text)}
    )
    span: dict[str, Any] = {"from": min(days).isoformat(), "to": max(days).isoformat()}
    turn.errand(
        "recount", f"recount:{turn.row.region}:{year}:{number}", year=year, why="当地停止办公", **span
    )
    return {"year": year, "number": number}


@act("clock.set_number", on=Register, book="numbers")
def set_number(
    turn: Turn, *, by: Actor, at: datetime, name: str, value: str, unit: str, basis: str, starts_on: date
) -> dict[str, Any]:
    """A local number holds from a day on, until the next one's day; the one before ends there."""
    if name not in book.SAMPLES:
        raise BadInput(f"没有“{name}”这个当地数值。可以设的有：{'、'.join(book.SAMPLES)}。", field="name")
    if not basis.strip():
        raise BadInput("请写明依据的文件和条款。", field="basis")
    if book.SAMPLES[name][0].isdigit() and not (value.isascii() and value.isdigit() and len(value) < 6):
        raise BadInput("这个数值要写成 0 到 99999 的整数。", field="value")
    for field, text, most in (("value", value, 40), ("unit", unit, 12), ("basis", basis, 200)):
        if len(text) > most:
            raise BadInput(f"太长了，最多 {most} 个字。", field=field)
    if book.SAMPLES[name][1] in DAY_UNITS and unit not in DAY_UNITS:
        raise BadInput("单位要写“工作日”或“自然日”。", field="unit")
    unknown = [kind for kind in value.replace("，", "、").split("、") if not codes.type_code(kind)]
    if name == "deemed_types" and unknown:
        raise BadInput(f"没有“{unknown[0][:20]}”这种事项类型。几种之间用顿号隔开。", field="value")
    others = rows.read_all(
        Number, "t.region = %s AND t.name = %s ORDER BY t.starts_on", [turn.row.region, name]
    )
    if any(row.starts_on == starts_on for row in others):
        raise BadInput(f"{starts_on}起的数值已经定过了。换一个起始日。", field="starts_on")
    before = next((row for row in reversed(others) if row.starts_on < starts_on), None)
    later = next((row for row in others if row.starts_on > starts_on), None)
    if before is not None:
        rows.update(Number, {"ends_on": starts_on}, "id = %s", [before.id])
    turn.add(
        Number,
        region=turn.row.region,
        name=name,
        value=value,
        unit=unit,
        basis=basis,
        starts_on=starts_on,
        ends_on=later.starts_on if later else None,
    )
    turn.change_rules()
    turn.enter(
        "clock.set_number",
        {"name": name, "value": value, "unit": unit, "basis": basis, "from": starts_on.isoformat()},
    )
    return {"name": name}


def closures_text(days: dict[date, str]) -> str:
    """Return the stored form of a regional layer of closures."""
    return json.dumps({day.isoformat(): why for day, why in days.items()}, ensure_ascii=False, sort_keys=True)
