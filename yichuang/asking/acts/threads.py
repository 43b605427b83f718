"""The verbs of a question: asked, answered, asked again, handed over, called back, closed. The clock runs on throughout."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.asking import standing  # noqa: F401  (the facts of a thread)
from yichuang.asking.acts.parts import (
    answer_of,
    begin,
    limited,
    post_of,
    said,
    still,
    tell,
    words,
)
from yichuang.asking.models import Thread
from yichuang.asking.reading import papers_asked
from yichuang.cases.models import Case
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import asking as law

ROUTE_MOST = 200
WAYS = {
    "filed": "要补的，用“一次告知补正”逐份列出。",
    "correcting": "补正通知书以外的材料不能再要。",
}


@act("asking.ask", on=Thread, creates=True)
def ask(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    about: str,
    text: str = "",
    source: str = "online",
    item: UUID | None = None,
    case: UUID | None = None,
    account: UUID | None = None,
    caller: str = "",
    phone: str = "",
    department: int | None = None,
    message: UUID | None = None,
    files: int = 0,
) -> dict[str, Any]:
    """A question is in: it has a number, an owner (首问), a body that answers, and a day by which it is answered.

    `account` is taken from a citizen who asks for themselves; staff who write a question down name the caller and a
    telephone number. `message` is the id under which files were handed in before. Basis: domain.md 1.5 (首问负责).
    """
    if by.kind == "applicant":
        account, source = by.account, source if source in ("callback", "case") else "online"
    begin(
        turn, subject=words(about, "about", 60), source=source, item=item, case=case, account=account,
        caller=words(caller, "caller", 50, empty=True), phone=phone, department=department,
    )  # fmt: skip
    kind = "ask" if by.kind in ("applicant", "system") or source != "case" else "answer"
    if kind == "answer":  # the office speaks first on a case: nobody waits for it
        not_for_papers(turn, text)
        turn.set(state=law.ANSWERED, owner=by.person, answered_at=at)
    private = said(turn, kind, text or about, message=message, files=files)
    turn.enter(
        "asking.ask",
        {"number": turn.row.number, "source": source, "item": turn.row.item_id and str(turn.row.item_id), "department": turn.row.department_id,
         "case": turn.row.case_id and str(turn.row.case_id), "due_on": turn.row.due_on.isoformat(), "files": files},
        private=private | {"about": about, "caller": caller},
    )  # fmt: skip
    if source != "case":
        tell(turn, "question_in")
    elif kind == "answer":
        tell(turn, "message")
    return answer_of(turn)


@act("asking.answer", on=Thread)
def answer(
    turn: Turn, *, by: Actor, at: datetime, text: str, message: UUID | None = None, files: int = 0
) -> dict[str, Any]:
    """The question is answered; who answers one that nobody owned owns it from now on."""
    still(turn, law.TALKING)
    in_case = turn.row.case_id is not None
    if in_case:
        not_for_papers(turn, text)
    private = said(turn, "answer", text, message=message, files=files)
    owner = turn.row.owner if turn.row.owner is not None else by.person
    turn.set(state=law.ANSWERED, owner=owner, answered_at=turn.row.answered_at or at)
    turn.enter("asking.answer", {"late": turn.on > turn.row.due_on, "files": files}, private=private)
    tell(turn, "message" if in_case else "question_answered")
    return answer_of(turn)


@act("asking.ask_again", on=Thread)
def ask_again(
    turn: Turn, *, by: Actor, at: datetime, text: str, message: UUID | None = None, files: int = 0
) -> dict[str, Any]:
    """There is more to say: an answered question waits again, with a new day; an open one keeps the day it has."""
    still(turn, law.TALKING)
    private = said(turn, "again", text, message=message, files=files)
    if turn.row.state == law.ANSWERED:
        turn.set(**limited(turn, turn.row.source))
    turn.enter("asking.ask_again", {"due_on": turn.row.due_on.isoformat(), "files": files}, private=private)
    return answer_of(turn)


@act("asking.hand_over", on=Thread)
def hand_over(
    turn: Turn, *, by: Actor, at: datetime, reason: str, department: int | None = None, post: int | None = None, outside: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Another body or post answers from here, with the reason on record; the day by which to answer stays.

    With `outside` it leaves the house (12345, another region): the caller is told where it went.
    """
    still(turn, law.TALKING)
    if turn.row.case_id is not None:
        raise WrongState("办件里的留言由办这一件的人回，不转。")
    reason, outside = words(reason, "reason", ROUTE_MOST), words(outside, "outside", 60, empty=True)
    if outside:
        turn.set(state=law.HANDED, closed_at=at, closed_how="handed")
        to = outside
    else:
        body, seat = post_of(turn, department, post)
        if (body.pk, seat and seat.pk) == (
            turn.row.department_id,
            turn.row.post_id,
        ) and turn.row.owner != by.person:
            raise BadInput("现在就是这个部门在答。换一个部门或岗位。", field="department")
        turn.set(department_id=body.pk, post_id=seat.pk if seat else None, owner=None)
        to = str(seat) if seat else body.name
    private = said(turn, "handed", f"转给{to}：{reason}", side="house")
    turn.enter(
        "asking.hand_over",
        {
            "department": turn.row.department_id,
            "post": turn.row.post_id,
            "outside": outside,
            "from": by.person,
        },
        private=private,
    )
    tell(turn, "question_handed", to=to)
    return answer_of(turn)


@act("asking.call", on=Thread)
def call(turn: Turn, *, by: Actor, at: datetime, reached: bool, text: str = "") -> dict[str, Any]:
    """A call-back was tried; reached, what was said is the answer; not reached for the third time, it is over."""
    still(turn, law.TALKING)
    if not turn.row.phone:
        raise WrongState("这一件没有留电话，写回答就行。")
    owner = turn.row.owner if turn.row.owner is not None else by.person
    if reached:
        private = said(turn, "answer", text)
        turn.set(state=law.ANSWERED, owner=owner, answered_at=turn.row.answered_at or at)
    else:
        calls = turn.row.calls + 1
        private = said(turn, "call", text or f"第{calls}次回电没打通。", side="house")
        turn.set(calls=calls, owner=owner)
        if calls >= law.CALLS_MOST:
            turn.set(state=law.CLOSED, closed_at=at, closed_how="not_reached")
            tell(turn, "question_not_reached")
    turn.enter("asking.call", {"reached": bool(reached), "calls": turn.row.calls}, private=private)
    return answer_of(turn)


@act("asking.close", on=Thread)
def close(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The question is over: answered, or taken back by who asked."""
    asked = by.kind == "applicant"
    still(turn, law.TALKING)
    if turn.row.state == law.OPEN and not asked:
        raise WrongState("还没有回答，答了再结束。")
    how = "answered" if turn.row.state == law.ANSWERED else "taken_back"
    turn.set(state=law.CLOSED, closed_at=at, closed_how=how)
    turn.enter("asking.close", {"how": how})
    return answer_of(turn)


def not_for_papers(turn: Turn, text: str) -> None:
    """Refuse a message that asks for a paper: what is missing is told once, by the notice (不能要求补)."""
    piece = law.demand(text, papers_asked(turn.row.case_id))
    if piece is None:
        return
    state = Case.objects.values_list("state", flat=True).get(pk=turn.row.case_id)
    way = WAYS.get(state, "受理以后不能再要求补材料。")
    raise BadInput(
        f"留言里不能要求交材料（“{piece[:20]}”）。{way}", field="text", rule="no_papers_by_message"
    )
