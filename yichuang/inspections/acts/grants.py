"""A granted case is pushed to its supervising body, which signs for it, or says whose it is (审管联动)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.inspections import overseeing
from yichuang.inspections.models import Grant, Target
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import BeyondCalendar, terms
from yichuang.law.numbers import zh_date
from yichuang.people import asked
from yichuang.people.models import Organisation

UNITS = {"工作日": "working", "自然日": "natural"}


@act("inspections.push", on=Grant, creates=True)
def push(turn: Turn, *, by: Actor, at: datetime, case: UUID, target: UUID | None = None) -> dict[str, Any]:
    """A granted case is with the body that supervises it from now on; that body signs for it by its day."""
    acts.serial(turn, f"inspections.push:{by.region}")
    acts.require(turn, {})
    row = asked.row(Case, case, "case", "办件", region=by.region)
    if row.outcome != "granted" or row.decided_on is None:
        raise WrongState("这一件没有准予，不用推送监管。")
    if Grant.objects.filter(case=row).exists():
        raise WrongState("这一件已经推送过了。")
    body, line = overseeing.body_of(turn.stamp, row)
    number = book.number(turn.stamp, by.region, "grant_sign_days", turn.on)
    deciders = " ".join(str(one) for one in sorted(overseeing.persons_of(row)))
    turn.begin(
        case_id=row.pk, item_id=row.item_id, body_id=body, line=line, target_id=target and Target.objects.get(pk=target).pk, deciders=deciders,
        granted_on=row.decided_on, pushed_at=at, days=number.whole, basis=number.basis, due_on=_due(turn, number), signed_at=None, signed_by=None,
        signed_name="", redirected="", recalled_on=None, recalled_why="",
    )  # fmt: skip
    turn.enter(
        "inspections.push", {"case": str(row.pk), "body": body, "line": line, "due_on": turn.row.due_on.isoformat(), "days": number.whole}
    )  # fmt: skip
    return {"due_on": turn.row.due_on.isoformat(), "body": body}


def _due(turn: Turn, number: book.LocalNumber) -> Any:
    calendar = book.calendar(turn.stamp, turn.by.region)
    try:
        return terms.due(
            turn.on, number.whole, unit=UNITS.get(number.unit, "working"), calendar=calendar
        ).due_on
    except BeyondCalendar:
        return turn.on


@act("inspections.sign", on=Grant)
def sign(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The supervising body has taken the grant up (签收): from now on it is theirs to look after."""
    _waits(turn)
    turn.set(signed_at=at, signed_by=by.person, signed_name=by.name)
    late = turn.on > turn.row.due_on
    turn.enter("inspections.sign", {"late": late})
    return {"late": late}


@act("inspections.redirect", on=Grant)
def redirect(turn: Turn, *, by: Actor, at: datetime, body: int, why: str) -> dict[str, Any]:
    """The grant is another body's to supervise; the day by which it is signed for stays."""
    _waits(turn)
    whose = asked.row(Organisation, body, "body", "部门", region=by.region, valid_to=None)
    if whose.pk == turn.row.body_id:
        raise WrongState("这一件现在就归这个部门监管。", field="body")
    before = turn.row.body_id
    turn.set(body_id=whose.pk, redirected=asked.text(why, "why", "原因", 200))
    turn.enter("inspections.redirect", {"from": before, "to": whose.pk, "why": turn.row.redirected})
    return {"body": whose.pk}


@act("inspections.recall", on=Grant)
def recall(turn: Turn, *, by: Actor, at: datetime, on: date, why: str) -> dict[str, Any]:
    """The case behind the grant was made void: nothing is left to supervise, and the body that has it is told."""
    if turn.row.recalled_on is not None:
        raise WrongState("这一件已经收回了。")
    turn.set(recalled_on=on, recalled_why=asked.text(why, "why", "原因", 300))
    signed = turn.row.signed_at is not None
    turn.enter(
        "inspections.recall",
        {"on": on.isoformat(), "why": turn.row.recalled_why, "body": turn.row.body_id, "signed": signed},
    )
    turn.errand(
        "hint", f"recalled:{turn.row.id}", owner="department", body=turn.row.body_id, grant=str(turn.row.id),
        text="推送监管的一件准予作废了，已经收回，不用再监管",
    )  # fmt: skip
    return {"recalled_on": on.isoformat(), "signed": signed}


def _waits(turn: Turn) -> None:
    if turn.row.recalled_on is not None:
        raise WrongState(f"这一件的准予已经作废，{zh_date(turn.row.recalled_on)}收回了，不用签收。")
    if turn.row.signed_at is not None:
        raise WrongState("这一件已经签收了。")
