"""The verbs of a card: issued by the sweep, answered and appealed by whom it lands on, judged by somebody else."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal import acts, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law.conduct import cards as law
from yichuang.law.numbers import zh_date
from yichuang.supervision import standing  # noqa: F401  (the facts of a card)
from yichuang.supervision.models import Card

ASKED = {
    "answer": "写下是怎么回事、怎么改。",
    "appeal": "写下为什么不该亮这张牌。",
    "decision_why": "写下维持或者撤销的理由。",
}


def derived(rule: str, subject: UUID, level: str, on: date, hop: str, evidence: str) -> str:
    """Return the digest under which anyone can tell that two derivations are the same."""
    return sm3("\n".join([rule, subject.hex, level, on.isoformat(), hop, evidence]))


@act("supervision.issue", on=Card, creates=True, beside={})
def issue(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    of: UUID,
    about: str,
    rule: str,
    level: str,
    on: date,
    hop: str,
    evidence: Mapping[str, Any],
    case: UUID | None = None,
    department: int | None = None,
    hall: int | None = None,
    window: int | None = None,
    person: int | None = None,
) -> dict[str, Any]:
    """The card is shown: once for a subject (`of`) and a rule, on the hop that caused it, open to appeal for some days."""
    acts.require(turn, {})
    stamp, text = turn.stamp or stamps.current(), canonical(evidence)
    days = book.number(stamp, by.region, "card_appeal_days", turn.on).whole
    turn.begin(
        subject=of, about=about, case_id=case, rule=rule, level=level, on=on, issued_at=at, hop=hop,
        department_id=department, hall_id=hall, window_id=window, person=person, evidence=text, state="issued",
        derived=derived(rule, of, level, on, hop, text), appeal_due_on=law.appeal_due(turn.on, book.calendar(stamp, by.region), days),
        answer="", answered_by=None, answered_at=None, appeal="", appealed_by=None, appealed_at=None, decided_by=None, decided_at=None,
        decision_why="",
    )  # fmt: skip
    turn.enter(
        "supervision.issue",
        {"subject": str(of), "about": about, "rule": rule, "level": level, "on": on.isoformat(), "hop": hop, "department": department,
         "hall": hall, "window": window, "person": person, "evidence": text, "derived": turn.row.derived},
    )  # fmt: skip
    return {"derived": turn.row.derived}


@act("supervision.answer", on=Card)
def answer(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """Whoever the card lands on has said what happened and what they do about it."""
    said = _words(text, "answer")
    turn.set(state=_moved(turn, "answer"), answer=said, answered_by=by.person, answered_at=at)
    turn.enter("supervision.answer", private={"text": said})
    return {"state": turn.row.state}


@act("supervision.appeal", on=Card)
def appeal(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """Whoever the card lands on has appealed against it, in time."""
    said, state = _words(text, "appeal"), _moved(turn, "appeal")
    if turn.on > turn.row.appeal_due_on:
        raise WrongState(f"申诉期到{zh_date(turn.row.appeal_due_on)}为止，已经过了。")
    turn.set(state=state, appeal=said, appealed_by=by.person, appealed_at=at)
    turn.enter("supervision.appeal", private={"text": said})
    return {"state": turn.row.state}


@act("supervision.uphold", on=Card)
def uphold(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The card stands, by the judgement of a supervisor whom it does not touch."""
    return _decide(turn, "uphold", why)


@act("supervision.withdraw", on=Card, beside={})
def withdraw(turn: Turn, *, by: Actor, at: datetime, why: str, entry: int | None = None) -> dict[str, Any]:
    """The card is taken back with the reason: by a supervisor whom it does not touch, or by the system when a recount made it wrong.

    `entry` is the place of that recount in the case's chain: what stood before it made the card.
    """
    return _decide(turn, "withdraw", why, entry)


@act("supervision.note_try", on=Card)
def note_try(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    what: str,
    why: str,
    person: int | None = None,
    post: int | None = None,
) -> dict[str, Any]:
    """Somebody whom the card touches tried to uphold or withdraw it, and was refused: who, and which of both."""
    turn.enter("supervision.note_try", {"what": what[:20], "why": why[:200], "person": person, "post": post})
    return {"what": what}


@act("supervision.redate_card", on=Card, beside={})
def redate_card(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The calendar moved: a card that may still be appealed against is so until a day counted anew."""
    row = turn.row
    if row.state not in law.MOVES["appeal"][0]:
        raise WrongState(law.WHY_NOT["appeal"])
    issued_on = day_of(row.issued_at)
    days = book.number(turn.stamp, row.region, "card_appeal_days", issued_on).whole
    before, after = row.appeal_due_on, law.appeal_due(issued_on, book.calendar(turn.stamp, row.region), days)
    if after == before:
        raise WrongState("这张牌的申诉期没有变。")
    turn.set(appeal_due_on=after)
    told = {"appeal_due_on": after.isoformat()}
    turn.enter("supervision.redate_card", {"why": why[:200], "before": before.isoformat(), **told})
    return told


def _decide(turn: Turn, verb: str, why: str, entry: int | None = None) -> dict[str, Any]:
    said, state = _words(why, "decision_why"), _moved(turn, verb)
    turn.set(state=state, decision_why=said, decided_by=turn.by.person, decided_at=turn.at)
    turn.enter(turn.act, {} if entry is None else {"entry": entry}, private={"why": said})
    return {"state": state}


def _moved(turn: Turn, verb: str) -> str:
    state, why_not = law.move(verb, turn.row.state, by_system=turn.by.kind == "system")
    if why_not:
        raise WrongState(why_not)
    return state


def _words(text: str, field: str) -> str:
    said = text.strip()
    if not said:
        raise BadInput(ASKED[field], field=field)
    if len(said) > law.WORDS_MOST:
        raise BadInput(f"最多写{law.WORDS_MOST}个字，现在是{len(said)}个。", field=field)
    return said
