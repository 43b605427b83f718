"""The body's verbs: it signs for an order or gives it back, handles it, asks for longer, answers; others help."""

from datetime import datetime
from typing import Any

from yichuang.complaints.acts import parts
from yichuang.complaints.models import WorkOrder
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import complaints as law
from yichuang.law.numbers import short_date


@act("complaints.sign_for", on=WorkOrder)
def sign_for(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The body has the order and a person in it is answerable."""
    parts.step(turn, "sign_for")
    turn.set(signed_at=at, signed_by=by.person)
    private = parts.note(turn, "sign_for", shown=True)
    turn.enter(
        "complaints.sign_for",
        {"department": turn.row.department_id, "round": turn.row.round},
        private=private,
    )
    parts.tell_platform(turn, "signed")
    return parts.answer_of(turn)


@act("complaints.give_back", on=WorkOrder)
def give_back(turn: Turn, *, by: Actor, at: datetime, reason: str, whose: str = "") -> dict[str, Any]:
    """The body says within two working days, with reasons, that the order is not its own; the day to answer stays."""
    parts.step(turn, "give_back")
    row = turn.row
    if row.return_by is not None and turn.on > row.return_by:
        raise WrongState(f"退回的时限是{short_date(row.return_by)}，已经过了。请办理、答复。")
    why, to = parts.words(reason, "reason", parts.REASON_MOST), parts.words(whose, "whose", 60, empty=True)
    private = parts.note(turn, "give_back", f"{why}（应归{to}）" if to else why, to=row.department_id)
    turn.enter("complaints.give_back", {"department": row.department_id, "round": row.round}, private=private)
    turn.set(
        department_id=None, return_by=None, signed_at=None, signed_by=None, longer_days=0, longer_by=None
    )
    return parts.answer_of(turn)


@act("complaints.assist", on=WorkOrder)
def assist(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """A body that helps says what it found."""
    parts.step(turn, "assist")
    private = parts.note(turn, "assist", parts.words(text, "text"))
    turn.enter("complaints.assist", {"organisation": by.organisation}, private=private)
    return parts.answer_of(turn)


@act("complaints.record_handling", on=WorkOrder)
def record_handling(turn: Turn, *, by: Actor, at: datetime, outcome: str, text: str) -> dict[str, Any]:
    """What was done is on record, with what came of it."""
    parts.step(turn, "record_handling")
    parts.choice(outcome, law.OUTCOMES, "outcome", "办理结果")
    private = parts.note(turn, "record_handling", parts.words(text, "text"))
    turn.set(handled_at=at, handled_by=by.person, outcome=outcome)
    turn.enter("complaints.record_handling", {"outcome": outcome, "round": turn.row.round}, private=private)
    return parts.answer_of(turn)


@act("complaints.answer", on=WorkOrder)
def answer(turn: Turn, *, by: Actor, at: datetime, text: str, how: str = "message") -> dict[str, Any]:
    """Whoever called has their answer; what could not be done at a window is answered by who leads the body."""
    parts.step(turn, "answer")
    row, said = turn.row, parts.words(text, "answer")
    parts.choice(how, law.ANSWERED_HOW, "how", "答复方式")
    late = turn.on > row.due_on
    turn.set(
        answered_at=at, answered_by=by.person, answer=vault.lock(said), answered_how=how, late=late, longer_days=0, longer_by=None,
        first_late=row.first_late or (late and row.round == 1),
    )  # fmt: skip
    private = parts.note(turn, "answer", said, shown=True)
    turn.enter(
        "complaints.answer",
        {"department": row.department_id, "outcome": row.outcome, "how": how, "late": late, "due_on": row.due_on.isoformat(), "round": row.round},
        private=private,
    )  # fmt: skip
    parts.tell(turn, "workorder_answered")
    parts.tell_platform(turn, "answered", outcome=row.outcome, text=said)
    return parts.answer_of(turn)


@act("complaints.ask_extension", on=WorkOrder)
def ask_extension(turn: Turn, *, by: Actor, at: datetime, days: int, reason: str) -> dict[str, Any]:
    """The body asks, before the limit expires, for up to ten working days more."""
    parts.step(turn, "ask_extension")
    row, left = turn.row, law.extension_left(turn.row.extended_days, parts.local(turn, law.EXTENSION_DAYS))
    if not law.may_ask_longer(turn.on, row.due_on):
        raise WrongState("期限已经过了，不能再申请延期。办完就答复，写明为什么晚了。")
    if row.longer_days:
        raise WrongState("已经申请了延期，等批复。")
    if type(days) is not int or not 1 <= days <= left:
        raise BadInput(f"最多还能延{left}个工作日。" if left else "延期已经用完，不能再延。", field="days")
    private = parts.note(turn, "ask_extension", parts.words(reason, "reason", parts.REASON_MOST))
    turn.set(longer_days=days, longer_by=by.person)
    turn.enter("complaints.ask_extension", {"days": days}, private=private)
    return parts.answer_of(turn)
