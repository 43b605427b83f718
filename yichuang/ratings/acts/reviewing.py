"""Appeal and review (申诉复核): the rated says why, another person decides; mistaken and malicious ones are kept, not counted."""

from datetime import datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import ratings as law
from yichuang.law.numbers import zh_date
from yichuang.ratings.acts.mending import at_step, beside, mending_of, tell, text
from yichuang.ratings.acts.rating import due
from yichuang.ratings.models import Rating


@act("ratings.appeal", on=Rating)
def appeal(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The rated says why a verified bad rating does not stand; the steps go on meanwhile, publication waits."""
    at_step(turn, "appeal")
    if turn.row.appeal:
        raise WrongState("这条差评申诉过一次，不再申诉。")
    said, last = text(why, "appeal"), mending_of(turn).appeal_due_on
    if last is not None and turn.on > last:
        raise WrongState(f"申诉要在{zh_date(last)}前提出，已经过了。")
    ends = due(turn, "rating_review_days")
    turn.set(appeal="asked")
    beside(turn, appealed_by=by.person, appealed_at=at, appeal=said, review_due_on=ends)
    turn.enter("ratings.appeal", {"why": said, "due": ends.isoformat()})
    return {"state": turn.row.state, "review_due": ends.isoformat()}


@act("ratings.review_appeal", on=Rating)
def review_appeal(
    turn: Turn, *, by: Actor, at: datetime, upheld: bool, why: str, kind: str = "mistaken"
) -> dict[str, Any]:
    """The appeal is decided by somebody who neither was rated nor verified: the rating is not adopted, or it stands."""
    at_step(turn, "review_appeal")
    if turn.row.appeal != "asked":
        raise WrongState("没有等复核的申诉。")
    said = text(why, "decision")
    turn.set(appeal="upheld" if upheld else "rejected")
    beside(turn, decided_by=by.person, decided_at=at, decision=said)
    told = {"upheld": bool(upheld), "why": said, "kind": ""}
    if upheld:
        told["kind"] = _leave_out(turn, kind)
    turn.enter("ratings.review_appeal", told)
    return {"state": turn.row.state, "appeal": turn.row.appeal}


@act("ratings.exclude", on=Rating)
def exclude(turn: Turn, *, by: Actor, at: datetime, kind: str, why: str) -> dict[str, Any]:
    """A mistaken or malicious rating is not adopted, with the reason: it stays on record and out of every indicator."""
    at_step(turn, "exclude")
    said = text(why, "why")
    beside(turn, decided_by=by.person, decided_at=at, decision=said)
    turn.enter("ratings.exclude", {"kind": _leave_out(turn, kind), "why": said})
    return {"state": turn.row.state}


def _leave_out(turn: Turn, kind: str) -> str:
    if kind not in dict(law.EXCLUSIONS):
        raise BadInput("选误评或者恶意差评。", field="kind")
    turn.set(excluded=kind, state=law.EXCLUDED, due_on=None)
    tell(turn, "rating_excluded")
    return kind
