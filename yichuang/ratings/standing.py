"""Where an actor stands to a rating: the facts that the powers ask for, and so which buttons are shown."""

from collections.abc import Mapping
from typing import Any

from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers
from yichuang.law import ratings as law
from yichuang.ratings.models import OF_REGION, Mending, Rating

BUTTONS = {
    "verify": (law.VERIFY,),
    "take_call": (law.CALL,),
    "call_back": (law.CALL,),
    "mend": (law.CALL, law.MEND),
    "answer": (law.ANSWER,),
    "publish": (law.PUBLISH,),
    "appeal": (law.CALL, law.MEND, law.ANSWER, law.PUBLISH),
    "review_appeal": law.UNENDED,
    "exclude": law.UNENDED,
}
OVER = "这条差评已经办结，不用再办这一步。"
NOT_YET = "这条差评现在是“{state}”，还不能办这一步。"


def facts_for(rating: Any, by: Actor, verified_by: int | None = None) -> dict[str, bool]:
    """Return the facts about this actor and this rating (a row or a model)."""
    handlers = {int(one) for one in rating.handled_by.split(",") if one}
    return {
        "own_rating": by.kind in OF_REGION or rating.department_id in by.organisations,
        "rated_me": by.person is not None and by.person in handlers,
        "rated_me_by": by.person is not None and by.person in handlers,
        "called_by_me": by.person is not None and rating.caller == by.person,
        "verified_by_me": by.person is not None and verified_by == by.person,
    }


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    verified_by = Mending.objects.filter(rating=turn.row.id).values_list("verified_by", flat=True).first()
    return facts_for(turn.row, turn.by, verified_by)


acts.FACTS[Rating] = _facts


def wrong_step(act: str, rating: Any) -> str | None:
    """Return why a rating's step does not lead on by this act, or None."""
    if rating.state in BUTTONS[act]:
        return None
    if rating.state in law.UNENDED:
        return NOT_YET.format(state=dict(law.MENDING_STATES)[rating.state])
    return OVER


def may(act: str, rating: Any, by: Actor, verified_by: int | None = None) -> str | None:
    """Return None if the actor may perform the act on the rating as it stands, else the sentence that says why not."""
    wrong = wrong_step(act, rating)
    if wrong:
        return wrong
    reason = powers.may(f"ratings.{act}", by.kind, facts_for(rating, by, verified_by))
    return reason.sentence if reason else None
