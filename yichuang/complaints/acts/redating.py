"""The calendar moved: an order that nobody has answered is answered by a day counted anew."""

from datetime import date, datetime
from typing import Any

from yichuang.clock import book
from yichuang.complaints.acts import parts
from yichuang.complaints.models import Step, WorkOrder
from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import complaints as law
from yichuang.law import terms

REOPENED = "t.what = 'reopen'"
GIVEN_OUT = (law.DISPATCHED, law.SIGNED, law.REOPENED)


@act("complaints.redate", on=WorkOrder, beside={Step: f"order_id: {REOPENED}"})
def redate(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """Receipt or reopening, the days it was given and those it was extended by make the new day; the platform's earlier day holds.

    Basis: domain.md 2.2, 11.4.
    """
    row, calendar = turn.row, parts.calendar_of(turn)
    if row.state not in law.UNANSWERED:
        raise WrongState("这件工单已经答复，期限不再变。")
    begun, outer = _begun(turn)
    due = law.due_on(begun, row.days, row.unit, calendar, outer=outer)
    if row.extended_days:
        due = terms.due(due, row.extended_days, calendar=calendar).due_on
    back = row.return_by
    if row.state in GIVEN_OUT and row.dispatched_at is not None:
        given = max(day_of(row.dispatched_at), begun)
        days = book.number(turn.stamp, row.region, law.RETURN_DAYS, given).whole
        back = law.return_by(given, days, calendar)
    before = row.due_on
    if (due, back) == (before, row.return_by):
        raise WrongState("这件工单的期限没有变。")
    turn.set(due_on=due, return_by=back)
    if due > before and due >= turn.on:
        turn.set(late=False, reminders=0, reminded_on=None)
    told = {"due_on": due.isoformat(), "return_by": back and back.isoformat()}
    turn.enter("complaints.redate", {"why": why[:200], "before": before.isoformat(), **told})
    return told


def _begun(turn: Turn) -> tuple[date, date | None]:
    """Return the day from which the order's days count, and the platform's own day while that holds."""
    row = turn.row
    if row.round == 1:
        return day_of(row.received_at), row.outer_due_on
    steps = turn.beside(Step)
    if steps is None:
        steps = rows.read_all(Step, f"t.order_id = %s AND {REOPENED}", [rows.key(row.id)])
    return day_of(max(step.at for step in steps)), None
