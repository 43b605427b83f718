"""Joint handling is held to 45 working days, and 15 more once the head of the government has agreed (《行政许可法》第四十二条第二款)."""

from datetime import date, datetime
from typing import Any

from yichuang.bundles.acts.parts import still, tell
from yichuang.bundles.models import Thing
from yichuang.clock import book
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import terms, things

WHY_MOST = 200


@act("bundles.extend", on=Thing)
def extend(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """The head of the government lets joint handling take 15 working days more: once, before its last day; the applicant is told why."""
    still(turn, *things.UNDER_WAY)
    row, text = turn.row, reason.strip().rstrip("。")[:WHY_MOST]
    if row.ceiling_on is None:
        raise WrongState("这一件还没有受理，或者里面没有行政许可，没有联合办理的期限可以延长。")
    if refused := terms.extension_allowed(turn.on, row.ceiling_on, bool(row.ceiling_why)):
        raise WrongState(f"{refused}。")
    if not text:
        raise BadInput("请写明延长的理由，申请人会看到。", field="reason")
    was: date = row.ceiling_on
    calendar = book.calendar(turn.stamp, row.region)
    last = terms.joint_due(row.accepted_on, calendar=calendar, extend=terms.JOINT_EXTENSION).due_on
    turn.set(ceiling_on=last, ceiling_why=text)
    tell(turn, "thing_extended", why=text, days=terms.JOINT_EXTENSION)
    turn.enter(
        "bundles.extend",
        {"days": terms.JOINT_EXTENSION, "why": text, "was": was.isoformat(), "ceiling": last.isoformat()},
    )
    return {"ceiling_on": last.isoformat()}
