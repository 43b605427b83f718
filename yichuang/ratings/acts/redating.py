"""The calendar moved: the steps of a mending that is under way are due by days counted anew."""

from datetime import date, datetime
from typing import Any

from yichuang.clock import book
from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import ratings as law
from yichuang.ratings.models import Mending, Rating


@act("ratings.redate", on=Rating, beside={Mending: "rating_id"})
def redate(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """Every open day is counted anew from the day on which it began; one that a person named stays. Basis: domain.md 2.2, 7."""
    row = turn.row
    if row.state not in law.UNENDED:
        raise WrongState("这条差评已经办完，日子不再变。")
    found = turn.beside(Mending)
    now = (rows.read_all(Mending, "t.rating_id = %s", [rows.key(row.id)]) if found is None else found)[0]
    days = _days(turn, now)
    mend = row.mend_due_on if row.verdict == law.COMPLEX else _counted(turn, "mend_days", now.opened_at)
    ends = {
        law.VERIFY: days["verify_due_on"], law.CALL: days["call_due_on"], law.MEND: mend, law.ANSWER: days["answer_due_on"],
        law.PUBLISH: days["publish_due_on"],
    }  # fmt: skip
    moved = {name: day for name, day in days.items() if day != getattr(now, name)}
    before = {"mend_due": _iso(row.mend_due_on), "due": _iso(row.due_on)}
    due = ends[row.state]
    if not moved and (mend, due) == (row.mend_due_on, row.due_on):
        raise WrongState("这条差评的日子没有变。")
    if moved:
        turn.alter(Mending, now, **moved)
    later = due is not None and row.due_on is not None and due > row.due_on
    turn.set(mend_due_on=mend, due_on=due, **({"reminded": ""} if later else {}))
    told = {"mend_due": _iso(mend), "due": _iso(due)}
    turn.enter("ratings.redate", {"why": why[:200], "before": before, **told, "days": {name: _iso(day) for name, day in moved.items()}})  # fmt: skip
    return told


def _days(turn: Turn, now: Any) -> dict[str, date | None]:
    """Return the days of the steps, each from when it began; what was not begun or is over stays as it is."""
    state = turn.row.state
    ready = max(
        (at for at in (now.verified_at, now.called_at, now.mended_at) if at is not None), default=None
    )
    begun = {
        "verify_due_on": ("rating_verify_days", now.opened_at if state == law.VERIFY else None),
        "call_due_on": ("rating_call_days", now.verified_at if state == law.CALL else None),
        "answer_due_on": ("rating_answer_days", ready if state == law.ANSWER else None),
        "publish_due_on": ("rating_publish_days", now.answered_at if state == law.PUBLISH else None),
        "appeal_due_on": ("rating_appeal_days", None if turn.row.appeal else now.verified_at),
        "review_due_on": ("rating_review_days", now.appealed_at if turn.row.appeal == "asked" else None),
    }
    return {
        name: getattr(now, name) if since is None else _counted(turn, number, since)
        for name, (number, since) in begun.items()
    }


def _counted(turn: Turn, name: str, since: datetime) -> date:
    """The last day of a local number of working days, as it was in force when they began."""
    region, day = turn.row.region, day_of(since)
    return law.mend_due(
        day, book.calendar(turn.stamp, region), book.number(turn.stamp, region, name, day).whole
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
