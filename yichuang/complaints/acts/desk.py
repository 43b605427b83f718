"""The desk's verbs: an order is sent to a body, taken over, extended, passed out; the caller is shown; lateness is said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.complaints.acts import parts
from yichuang.complaints.models import Assist, WorkOrder
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import complaints as law
from yichuang.law import terms

SAME_BODY = "这件举报反映的就是这个单位，不能派给它。派给它的上级或者监督单位。"


@act("complaints.dispatch", on=WorkOrder)
def dispatch(
    turn: Turn, *, by: Actor, at: datetime, department: int, assisting: Sequence[int] = (), told: str = "", reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A body answers this order from here, others help it; whoever sends it keeps it (经管).

    Of a protected one the body reads `told`, never what the caller wrote. Basis: 国办发〔2020〕53号 (调度).
    """
    parts.step(turn, "dispatch")
    row, main = turn.row, parts.body(turn, department)
    helpers = [parts.body(turn, pk, "assisting") for pk in dict.fromkeys(assisting) if pk != main.pk]
    if row.protected and law.same_body(row.about_id, [main.pk, *(one.pk for one in helpers)]):
        raise BadInput(SAME_BODY, field="department", rule="same_body")
    said = parts.words(told, "told", empty=not row.protected)
    for one in helpers:
        turn.add(Assist, order_id=row.id, organisation_id=one.pk, round=_turn_of(turn, one.pk), asked_at=at)
    keeper = by.person if row.protected or row.keeper is None else row.keeper
    by_day = law.return_by(turn.on, parts.local(turn, law.RETURN_DAYS), parts.calendar_of(turn))
    turn.set(
        department_id=main.pk,
        keeper=keeper,
        told=vault.lock(said),
        dispatched_at=at,
        return_by=by_day,
        signed_at=None,
        signed_by=None,
    )
    text = parts.words(reason, "reason", parts.REASON_MOST, empty=True)
    names = "、".join(one.name for one in helpers)
    private = parts.note(
        turn, "dispatch", "；".join(t for t in (text, f"协办：{names}" if names else "") if t), to=main.pk
    )
    turn.enter(
        "complaints.dispatch",
        {"department": main.pk, "assisting": [one.pk for one in helpers], "return_by": by_day.isoformat(), "due_on": row.due_on.isoformat()},
        private=private | ({"told": said} if said else {}),
    )  # fmt: skip
    return parts.answer_of(turn)


def _turn_of(turn: Turn, organisation: int) -> int:
    """The how-manieth time this body is asked to help with the order."""
    return 1 + Assist.objects.filter(order=turn.row.id, organisation=organisation).count()


@act("complaints.pass_out", on=WorkOrder)
def pass_out(turn: Turn, *, by: Actor, at: datetime, to: str, reason: str) -> dict[str, Any]:
    """It is not ours: it goes back to the city's platform or to whom it belongs, with reasons, and the caller is told where."""
    parts.step(turn, "pass_out")
    reason, to = parts.words(reason, "reason", parts.REASON_MOST), parts.words(to, "to", 60)
    last = law.return_by(
        terms.day_on(turn.row.received_at), parts.local(turn, law.RETURN_DAYS), parts.calendar_of(turn)
    )
    if turn.row.platform and turn.on > last:
        raise WrongState(f"退回平台的时限是{last.month}月{last.day}日，已经过了。请派单办理。")
    turn.set(closed_at=at)
    private = parts.note(turn, "pass_out", f"转到{to}：{reason}", shown=True)
    turn.enter("complaints.pass_out", {"to": to, "from_department": turn.row.department_id}, private=private)
    parts.tell(turn, "workorder_passed", to=to)
    parts.tell_platform(turn, "returned", text=reason)
    return parts.answer_of(turn)


@act("complaints.extend", on=WorkOrder)
def extend(turn: Turn, *, by: Actor, at: datetime, allow: bool, reason: str = "") -> dict[str, Any]:
    """An extension that was asked for is granted, and the caller is told the new day and why; or it is refused."""
    parts.step(turn, "extend")
    row, days = turn.row, turn.row.longer_days
    if not days:
        raise WrongState("没有单位申请延期。")
    why = parts.words(reason, "reason", parts.REASON_MOST)
    turn.set(longer_days=0, longer_by=None)
    if allow:
        due = terms.due(row.due_on, days, calendar=parts.calendar_of(turn)).due_on
        turn.set(
            due_on=due, extended_days=row.extended_days + days, late=False, reminders=0, reminded_on=None
        )
    private = parts.note(turn, "extend" if allow else "not_extend", why, shown=allow)
    turn.enter(
        "complaints.extend",
        {"allow": bool(allow), "days": days, "due_on": row.due_on.isoformat()},
        private=private,
    )
    if allow:
        parts.tell(turn, "workorder_extended", due=row.due_on.isoformat(), why=why[:60])
        parts.tell_platform(turn, "extended", due_on=row.due_on.isoformat(), text=why)
    return parts.answer_of(turn)


@act("complaints.take_over", on=WorkOrder)
def take_over(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """Another supervisor keeps this order from here; whoever kept it no longer sees a protected caller."""
    parts.step(turn, "take_over")
    if turn.row.keeper == by.person:
        raise WrongState("这件工单就归您经管。")
    before = turn.row.keeper
    private = parts.note(turn, "take_over", parts.words(reason, "reason", parts.REASON_MOST))
    turn.set(keeper=by.person)
    turn.enter("complaints.take_over", {"keeper": by.person, "before": before}, private=private)
    return parts.answer_of(turn)


@act("complaints.reveal", on=WorkOrder)
def reveal(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """Whoever needs it for this order is shown who called: why, when and by whom stands on record."""
    parts.step(turn, "reveal")
    if turn.row.anonymous:
        raise WrongState("这件是匿名的，没有留姓名和电话。")
    private = {"text": parts.words(reason, "reason", 100)}
    turn.enter("complaints.reveal", {"protected": bool(turn.row.protected)}, private=private)
    return parts.answer_of(turn)


@act("complaints.remind", on=WorkOrder)
def remind(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The limit has passed: the body is reminded the working day after; silence after that is criticised in writing."""
    parts.step(turn, "remind")
    row, calendar = turn.row, parts.calendar_of(turn)
    nth = row.reminders + 1
    if nth == 1:
        ready = law.reminder_on(row.due_on, calendar) <= turn.on
    else:
        silent = parts.local(turn, law.CRITICISM_DAYS)
        ready = nth == 2 and law.criticism_on(row.reminded_on, silent, calendar) <= turn.on
    if not ready:
        raise WrongState("还没有到提醒的日子。")
    turn.set(late=True, reminders=nth, reminded_on=turn.on, first_late=row.first_late or row.round == 1)
    private = parts.note(turn, "remind" if nth == 1 else "criticise", "", to=row.department_id)
    turn.enter(
        "complaints.remind",
        {"nth": nth, "department": row.department_id, "due_on": row.due_on.isoformat()},
        private=private,
    )
    return parts.answer_of(turn)
