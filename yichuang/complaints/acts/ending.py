"""How an order ends: closed, called back by somebody else, rated, done again where the body is at fault; or taken back."""

from datetime import datetime
from typing import Any

from yichuang.complaints.acts import parts
from yichuang.complaints.models import Verdict, WorkOrder
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import complaints as law
from yichuang.law import ratings

UNREACHED = "没打通"


@act("complaints.close", on=WorkOrder)
def close(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The answer was looked at and the order is over, but for the call-back on the day after."""
    parts.step(turn, "close")
    due = law.callback_due(turn.on, parts.local(turn, law.CALLBACK_DAYS), parts.calendar_of(turn))
    turn.set(closed_at=at, callback_due_on=due)
    private = parts.note(turn, "close")
    turn.enter(
        "complaints.close", {"callback_due_on": due.isoformat(), "round": turn.row.round}, private=private
    )
    return parts.answer_of(turn)


@act("complaints.call_back", on=WorkOrder)
def call_back(
    turn: Turn, *, by: Actor, at: datetime, reached: bool, solved: bool | None = None, grade: int | None = None, own_fault: bool = False,
    text: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Somebody who did not handle it asked the caller whether it is solved; unsatisfied through the body's fault, it is done again.

    Not reached three times, it is over without a rating: nothing counts by default. Basis: domain.md 11.4, 7.
    """
    row = turn.row
    if not reached:
        return _not_reached(turn, text)
    parts.step(turn, "call_back")
    if solved is None:
        raise BadInput("选一下：解决了没有。", field="solved")
    if grade is not None:
        ratings.grade(grade)
    rated = {"grade": grade, "rated_how": "callback"} if grade is not None else {}
    turn.set(called_back_at=at, called_back_by=by.person, solved=bool(solved), **rated)
    turn.add(
        Verdict, order_id=row.id, round=row.round, how="callback", solved=bool(solved), grade=grade, at=at
    )
    private = parts.note(turn, "call_back", parts.words(text, "text", parts.REASON_MOST, empty=True))
    again = law.must_redo(grade, bool(solved), own_fault)
    turn.enter(
        "complaints.call_back",
        {"reached": True, "solved": bool(solved), "grade": grade, "own_fault": bool(own_fault), "again": again, "round": row.round},
        private=private,
    )  # fmt: skip
    if again:
        _again(turn, "回访：诉求人不满意，承办单位有责任。")
    return parts.answer_of(turn)


def _not_reached(turn: Turn, text: str) -> dict[str, Any]:
    """Count a call that nobody took; the third one ends it."""
    over = turn.row.calls + 1 >= law.CALLS_MOST
    if over:
        parts.step(turn, "call_back")
    elif turn.row.state != law.CLOSED:
        raise WrongState("办结以后才回访。")
    turn.set(
        calls=turn.row.calls + 1,
        **({"called_back_at": turn.at, "called_back_by": turn.by.person} if over else {}),
    )
    private = parts.note(
        turn, "not_reached", parts.words(text, "text", parts.REASON_MOST, empty=True) or UNREACHED
    )
    turn.enter("complaints.call_back", {"reached": False, "calls": turn.row.calls}, private=private)
    return parts.answer_of(turn)


def _again(turn: Turn, reason: str) -> None:
    """Give the order back to its body, with a new day."""
    parts.step(turn, "reopen")
    row = turn.row
    calendar = parts.calendar_of(turn)
    turn.set(
        round=row.round + 1, **parts.limit(turn, row.category, row.urgency), return_by=law.return_by(turn.on, parts.local(turn, law.RETURN_DAYS), calendar),
        signed_at=None, signed_by=None, handled_at=None, outcome="", answered_at=None, closed_at=None, callback_due_on=None,
        calls=0, extended_days=0, longer_days=0, longer_by=None, reminders=0, reminded_on=None, late=False, grade=None, solved=None, rated_how="",
    )  # fmt: skip
    private = parts.note(turn, "reopen", reason, to=row.department_id, shown=True)
    turn.enter(
        "complaints.reopen",
        {"round": row.round, "department": row.department_id, "due_on": row.due_on.isoformat()},
        private=private,
    )
    parts.tell(turn, "workorder_again", due=row.due_on.isoformat())
    parts.tell_platform(turn, "reopened", due_on=row.due_on.isoformat())


@act("complaints.reopen", on=WorkOrder)
def reopen(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """The order is done again by its body, with a new day and the reason: not solved, or rated badly."""
    _again(turn, parts.words(reason, "reason", parts.REASON_MOST))
    return parts.answer_of(turn)


@act("complaints.rate_answer", on=WorkOrder)
def rate_answer(
    turn: Turn, *, by: Actor, at: datetime, grade: int, solved: bool, text: str = ""
) -> dict[str, Any]:
    """Whoever called rates the answer once, and says whether it is solved; nothing is counted by default."""
    parts.step(turn, "rate_answer")
    ratings.grade(grade)
    if turn.row.grade is not None:
        raise WrongState("这件已经评过了。")
    how = "online" if by.kind == "applicant" else "platform"
    turn.set(grade=grade, solved=bool(solved), rated_how=how)
    turn.add(
        Verdict, order_id=turn.row.id, round=turn.row.round, how=how, solved=bool(solved), grade=grade, at=at
    )
    private = parts.note(
        turn, "rate_answer", parts.words(text, "text", parts.REASON_MOST, empty=True), shown=True
    )
    turn.enter(
        "complaints.rate_answer",
        {"grade": grade, "solved": bool(solved), "round": turn.row.round},
        private=private,
    )
    return parts.answer_of(turn)


@act("complaints.withdraw", on=WorkOrder)
def withdraw(turn: Turn, *, by: Actor, at: datetime, reason: str = "") -> dict[str, Any]:
    """Whoever called takes it back before the answer; staff say who asked for that and how."""
    parts.step(turn, "withdraw")
    private = parts.note(
        turn,
        "withdraw",
        parts.words(reason, "reason", parts.REASON_MOST, empty=by.kind == "applicant"),
        shown=True,
    )
    turn.set(closed_at=at, longer_days=0, longer_by=None)
    turn.enter("complaints.withdraw", {"by_caller": by.kind == "applicant"}, private=private)
    parts.tell_platform(turn, "withdrawn")
    return parts.answer_of(turn)
