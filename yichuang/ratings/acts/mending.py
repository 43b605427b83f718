"""Mending a bad rating (差评整改): verified, called back, mended, answered to the rater, published; each on its clock."""

from datetime import date, datetime
from typing import Any

from yichuang.ground import rows, vault
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import asking
from yichuang.law import ratings as law
from yichuang.law.numbers import zh_date
from yichuang.ratings import standing
from yichuang.ratings.acts.rating import due
from yichuang.ratings.models import Mending, Rater, Rating

MOST = 500
EMPTY = {
    "finding": "写明核实到什么。",
    "plan": "情况复杂的，写明怎么改。",
    "note": "写明回访时办事人说了什么。",
    "what": "写明改了什么。",
    "answer": "写上答复评价人的话。",
    "published": "写上公开的话。",
    "appeal": "写明为什么申诉。",
    "decision": "写明复核的理由。",
    "why": "写明不采用的理由。",
}


@act("ratings.verify", on=Rating)
def verify(
    turn: Turn, *, by: Actor, at: datetime, verdict: str, finding: str, plan: str = "", planned_on: date | None = None
) -> dict[str, Any]:  # fmt: skip
    """What a bad rating says was looked at: right and mended now, right and mended by a day, or without ground and explained."""
    at_step(turn, "verify")
    if verdict not in dict(law.VERDICTS):
        raise BadInput("选一个核实结论。", field="verdict")
    found = text(finding, "finding")
    how = text(plan, "plan") if verdict == law.COMPLEX else ""
    mend_due = _dated(turn, planned_on) if verdict == law.COMPLEX else turn.row.mend_due_on
    turn.set(verdict=verdict, mend_due_on=mend_due)
    days = {"call_due_on": due(turn, "rating_call_days"), "appeal_due_on": due(turn, "rating_appeal_days")}
    beside(turn, verified_by=by.person, verified_at=at, finding=found, plan=how, **days)
    after = move(turn)
    turn.enter(
        "ratings.verify",
        {"verdict": verdict, "finding": found, "plan": how, "mend_due": mend_due.isoformat(), "next": after},
    )
    return {"state": after, "mend_due": mend_due.isoformat()}


@act("ratings.take_call", on=Rating)
def take_call(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """One person calls the rater back, and from now on nobody else may see how to reach them."""
    at_step(turn, "take_call")
    before = turn.row.caller
    if before is not None and before != by.person and by.kind != "supervisor":
        raise WrongState("这条已经有人回访。要换人，请督查岗位接过来。")
    turn.set(caller=by.person)
    turn.enter("ratings.take_call", {"from": before})
    return {"state": turn.row.state}


@act("ratings.call_back", on=Rating)
def call_back(turn: Turn, *, by: Actor, at: datetime, reached: bool, note: str = "") -> dict[str, Any]:
    """The rater was called back; not reached for the third time, the mending goes on without."""
    at_step(turn, "call_back")
    said = text(note, "note") if reached else text(note, "note", empty=True)
    calls = mending_of(turn).calls + 1
    if reached:
        turn.set(visited_on=turn.on)
    beside(turn, calls=calls, called_at=at, call_note=vault.lock(said))
    after = move(turn)
    turn.enter(
        "ratings.call_back", {"reached": bool(reached), "calls": calls, "next": after}, private={"note": said}
    )
    return {"state": after, "calls": calls}


@act("ratings.mend", on=Rating)
def mend(turn: Turn, *, by: Actor, at: datetime, what: str) -> dict[str, Any]:
    """What a bad rating complained of is mended."""
    at_step(turn, "mend")
    if turn.row.verdict == law.GROUNDLESS or turn.row.mended_on is not None:
        raise WrongState("这条差评没有要整改的，或者已经改好。")
    done = text(what, "what")
    late = turn.row.mend_due_on is not None and turn.on > turn.row.mend_due_on
    turn.set(mended_on=turn.on)
    beside(turn, mended_by=by.person, mended_at=at, what=done)
    after = move(turn)
    turn.enter("ratings.mend", {"what": done, "late": late, "next": after})
    return {"state": after, "late": late}


@act("ratings.answer", on=Rating)
def answer(turn: Turn, *, by: Actor, at: datetime, text_to_rater: str) -> dict[str, Any]:
    """The rater is answered, on the page of their query code and by a notice if they can be reached."""
    at_step(turn, "answer")
    said = without_persons(text(text_to_rater, "answer"), "answer")
    beside(
        turn,
        answered_by=by.person,
        answered_at=at,
        answer=said,
        publish_due_on=due(turn, "rating_publish_days"),
    )
    after = move(turn)
    turn.enter("ratings.answer", {"answer": said, "next": after})
    tell(turn, "rating_answered", answer=said)
    return {"state": after}


@act("ratings.publish", on=Rating)
def publish(turn: Turn, *, by: Actor, at: datetime, published: str) -> dict[str, Any]:
    """A mended bad rating is public, without persons; how to reach its rater is wiped."""
    at_step(turn, "publish")
    if turn.row.appeal == "asked":
        raise WrongState("申诉还没有复核，复核以后再公开。")
    said = without_persons(text(published, "published"), "published")
    turn.set(published_on=turn.on)
    beside(turn, published_by=by.person, published=said)
    wipe(turn)
    after = move(turn)
    turn.enter("ratings.publish", {"published": said})
    return {"state": after}


@act("ratings.remind", on=Rating)
def remind(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """A step of a mending is due or past its day: once for each step, it stands on top of the list of who has to do it."""
    row = turn.row
    if (
        row.state not in law.UNENDED
        or row.due_on is None
        or row.reminded == row.state
        or turn.on < row.due_on
    ):
        raise WrongState("现在不用提醒。")
    turn.set(reminded=row.state)
    turn.enter("ratings.remind", {"step": row.state, "due": row.due_on.isoformat()})
    return {"state": row.state}


def at_step(turn: Turn, name: str) -> None:
    """Refuse an act that is not the turn of this rating."""
    wrong = standing.wrong_step(name, turn.row)
    if wrong:
        raise WrongState(wrong)


def text(given: str, field: str, *, empty: bool = False) -> str:
    """Return what was written, without blanks around it; BadInput for nothing or too much."""
    found = (given or "").strip()
    if not found and not empty:
        raise BadInput(EMPTY[field], field=field)
    if len(found) > MOST:
        raise BadInput(f"最多写{MOST}个字，现在是{len(found)}个。", field=field)
    return found


def without_persons(said: str, field: str) -> str:
    """Refuse a text for the rater or for everybody that holds a number or a name of a person."""
    if named := asking.personal(said):
        piece, kind = named[0]
        raise BadInput(f"这里不能写{kind}（“{piece[:20]}”）。去掉它再交。", field=field)
    return said


def mending_of(turn: Turn) -> Mending:
    """Return the row beside the rating, as it was when the turn began."""
    return Mending.objects.get(rating=turn.row.id)


def beside(turn: Turn, **changes: Any) -> None:
    """Change the row beside the rating, in the act's transaction."""
    rows.change(Mending, changes, "rating_id = %s", [rows.key(turn.row.id)])


def wipe(turn: Turn) -> None:
    """Forget how to reach the rater: nobody needs it any more."""
    rows.change(Rater, {"account": "", "name": "", "phone": ""}, "rating_id = %s", [rows.key(turn.row.id)])


def move(turn: Turn) -> str:
    """Set the step that comes next and its last day; returns the step."""
    row, now = turn.row, mending_of(turn)
    after = law.step(
        law.Mended(
            verdict=row.verdict, can_call=bool(row.known_by), called=row.visited_on is not None or now.calls >= law.CALLS_MOST,
            mended=row.mended_on is not None, answered=now.answered_at is not None, published=row.published_on is not None,
        )
    )  # fmt: skip
    answer_by = now.answer_due_on
    if after == law.ANSWER and answer_by is None:
        answer_by = due(turn, "rating_answer_days")
        beside(turn, answer_due_on=answer_by)
    ends = {
        law.CALL: now.call_due_on,
        law.MEND: row.mend_due_on,
        law.ANSWER: answer_by,
        law.PUBLISH: now.publish_due_on,
    }
    turn.set(state=after, due_on=ends.get(after))
    return after


def tell(turn: Turn, template: str, **args: Any) -> None:
    """Ask for a notice to the rater; the errand names nobody: the number is locked, and there may be none."""
    rater = Rater.objects.filter(rating=turn.row.id).first()
    if rater is None or not (rater.phone or rater.account):
        return
    whom: dict[str, Any] = {"phone": rater.phone} if rater.phone else {"account": rater.clear_account()}
    on = zh_date(day_of(turn.row.rated_at))
    turn.errand(
        "notice", f"notice:{template}:{turn.row.id}:{turn.row.seq}", template=template, on=on, **whom, **args
    )


def _dated(turn: Turn, planned_on: date | None) -> date:
    """Return the day by which a complex matter is mended: named, not past, and within the local number of days."""
    if planned_on is None:
        raise BadInput("情况复杂的，写明哪天前改好。", field="planned_on")
    most = due(turn, "rating_complex_days")
    if not turn.on <= planned_on <= most:
        raise BadInput(f"改好的日子在今天到{zh_date(most)}之间。", field="planned_on")
    return planned_on
