"""What happens by itself: silence becomes acceptance, colours turn, due days are counted anew."""

from datetime import date, datetime
from typing import Any

from yichuang.cases import papers
from yichuang.cases.acts import verifying
from yichuang.cases.acts.intake import begin_clocks, materials_of, number_case, silent_since
from yichuang.cases.acts.parts import due_of_steps, move, reckon, start_steps, steps_said, version_of
from yichuang.cases.models import Case, Step
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.clock.models import Stop, Term
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import terms
from yichuang.law.states import BEFORE_ACCEPTANCE, UNDER_WAY

REMINDED = ("correction", "gap")
RUNNING, COMING = "subject: t.ended_on IS NULL", "case_id: t.state IN ('open', 'waiting')"


@act("cases.deem_accepted", on=Case)
def deem_accepted(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Nothing was told in five working days: accepted as of the day of receipt, with evidence (art. 32(1)(4))."""
    version = version_of(turn)
    move(turn, "cases.deem_accepted")
    day0 = silent_since(version, turn.row.region, turn.stamp, turn.row.received_on, turn.on)
    if day0 is None:
        raise WrongState(f"五个工作日还没有过，或者“{version.type}”没有视为受理的规定。")
    calendar = book.calendar(turn.stamp, turn.row.region)
    number_case(turn, version)
    clock.end(turn, ["notice"], by=by, at=at)
    begin_clocks(turn, by, at, version, day0)
    turn.set(deemed=True, proposal="")
    start_steps(turn, version)
    verifying.give_day(turn, materials_of(turn))
    evidence = {"received_on": day0.isoformat(), "limit": terms.notice_due(day0, calendar).isoformat(), "fired_on": turn.on.isoformat(),
                "calendar": calendar.version}  # fmt: skip
    papers.issue(turn, "deemed", version, **evidence)
    turn.enter("cases.deem_accepted", {**evidence, "number": turn.row.number, "papers": papers.issued(turn), **steps_said(turn),
                                      "promised": _iso(turn.row.promised_due_on), "statutory": _iso(turn.row.statutory_due_on)})  # fmt: skip
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:deemed", template="deemed", case=str(turn.row.id)
    )
    return {"state": turn.row.state, "number": turn.row.number, "accepted_on": day0.isoformat()}


@act("cases.remind", on=Case)
def remind(turn: Turn, *, by: Actor, at: datetime, kind: str, due_on: date) -> dict[str, Any]:
    """The applicant is reminded of a day of theirs: papers to be corrected, or a gap (容缺) to be closed."""
    if kind not in REMINDED or turn.row.state not in (*BEFORE_ACCEPTANCE, *UNDER_WAY):
        raise WrongState("这一件没有要提醒申请人的日期。")
    turn.enter("cases.remind", {"kind": kind, "due": due_on.isoformat()})
    key = f"remind:{turn.row.id}:{kind}:{due_on}:{turn.on}"
    turn.errand("notice", key, template=f"remind_{kind}", case=str(turn.row.id), due=due_on.isoformat())
    return {"due": due_on.isoformat()}


@act("cases.turn", on=Case, beside={Term: RUNNING, Stop: "subject"})
def turn_colour(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """A clock changed its colour: recorded, so that it can be appealed."""
    before = turn.row.colour
    running = clock.recompute(turn, by=by, at=at)
    reckon(turn, running)
    if turn.row.stopped:
        turn.set(colour="grey", turns_on=None)
    turn.enter(
        "cases.turn",
        {
            "from": before,
            "to": turn.row.colour,
            "due": turn.row.due_on.isoformat() if turn.row.due_on else None,
        },
    )
    return {"colour": turn.row.colour}


@act("cases.recount", on=Case, beside={Term: RUNNING, Stop: "subject", Step: COMING})
def recount(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The calendar changed: the open due days are counted anew, and both are on record; what was sure and stays is left."""
    sure, stood = not turn.row.provisional, clock.due_days(turn)
    before = {
        "promised": _iso(turn.row.promised_due_on),
        "statutory": _iso(turn.row.statutory_due_on),
        "due": _iso(turn.row.due_on),
    }
    running = clock.recompute(turn, by=by, at=at)
    reckon(turn, running)
    step_due = due_of_steps(turn, None if turn.row.stopped else turn.row.due_on)
    after = {
        "promised": _iso(turn.row.promised_due_on),
        "statutory": _iso(turn.row.statutory_due_on),
        "due": _iso(turn.row.due_on),
    }
    if sure and stood == {kind: term.due_on for kind, term in running.items()}:
        raise WrongState("这一件的期限没有变。")
    turn.enter(
        "cases.recount",
        {
            "why": why[:200],
            "before": before,
            "after": after,
            "calendar": book.calendar(turn.stamp, turn.row.region).version,
            "terms": {kind: _iso(term.due_on) for kind, term in running.items()},
            **step_due,
        },
    )
    return after


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
