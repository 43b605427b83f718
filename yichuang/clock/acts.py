"""Terms inside an act's turn: start, end, stop, go on, extend, recount; and the acts on the calendar and the local numbers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.clock.models import Number, Stop, Term, Year
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar, cards, terms
from yichuang.law.notices import YearTable

COUNTING = ("statutory", "promised")


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
    """End every running term: the case is over."""
    ended = {"ended_on": turn.on, "turns_on": None}
    for made in turn.new.get(Term, ()):
        made.update(ended)
    if not turn.fresh:
        rows.update(Term, ended, "subject = %s AND ended_on IS NULL", [rows.key(turn.row.id)])


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
    spans = stops_of(turn.row.id)
    calendar = book.calendar(turn.stamp, turn.row.region)
    for term in rows.read_all(Term, "t.subject = %s AND t.ended_on IS NULL", [rows.key(turn.row.id)]):
        counting = term.kind in COUNTING
        halted = counting and any(span[1] is None for span in spans)
        used = spans if counting else ()
        due_on, provisional = _due(term.starts_on, term.days, term.unit, calendar, used, term.extend, turn.on)
        light = cards.light(turn.on, due_on, term.days + term.extend, calendar, halted)
        changes = {"due_on": due_on, "provisional": provisional, "colour": light.colour, "turns_on": light.turns_on,
                   "stopped": halted, "calendar": calendar.version[:16]}  # fmt: skip
        if any(getattr(term, name) != value for name, value in changes.items()):
            rows.update(Term, changes, "id = %s", [term.id])
        found[term.kind] = Running(term.kind, due_on, provisional, light.colour, light.turns_on)
    return found


def stops_of(subject: UUID) -> tuple[tuple[date, date | None, str], ...]:
    """Return the spans of a subject that are not counted, as the law takes them."""
    found = rows.read_all(Stop, "t.subject = %s ORDER BY t.starts_on, t.id", [rows.key(subject)])
    return tuple((row.starts_on, row.ends_on, row.name) for row in found if not row.counted)


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


@act("clock.import_notice", on=Register, book="calendar")
def import_notice(turn: Turn, *, by: Actor, at: datetime, text: str, source: str) -> dict[str, Any]:
    """A year's notice is in force: what was provisional is counted anew by the sweep that follows."""
    if not source.strip():
        raise BadInput("请填写通知的文号或出处。", field="source")
    table = YearTable.parse(text)
    number = 1 + len(
        rows.read_all(Year, "t.region = %s AND t.year = %s AND t.kind = 'notice'", ["", table.year])
    )
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
    turn.errand("recount", f"recount:{table.year}:{number}", year=table.year)
    return {"year": table.year, "number": number}


@act("clock.set_number", on=Register, book="numbers")
def set_number(
    turn: Turn, *, by: Actor, at: datetime, name: str, value: str, unit: str, basis: str, starts_on: date
) -> dict[str, Any]:
    """A local number holds from a day on; the one before ends there."""
    if name not in book.SAMPLES:
        raise BadInput(f"没有“{name}”这个当地数值。可以设的有：{'、'.join(book.SAMPLES)}。", field="name")
    if not basis.strip():
        raise BadInput("请写明依据的文件和条款。", field="basis")
    if book.SAMPLES[name][0].isdigit() and not value.isdigit():
        raise BadInput("这个数值要写成整数。", field="value")
    rows.update(
        Number,
        {"ends_on": starts_on},
        "region = %s AND name = %s AND ends_on IS NULL",
        [turn.row.region, name],
    )
    turn.add(
        Number,
        region=turn.row.region,
        name=name,
        value=value,
        unit=unit,
        basis=basis,
        starts_on=starts_on,
        ends_on=None,
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
