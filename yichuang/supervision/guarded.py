"""The way in for doors to judge a card: who is touched by it is refused, and the try stays on the card's chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.journal.actor import Actor, system
from yichuang.journal.refusals import NotYours
from yichuang.supervision import acts, standing
from yichuang.supervision.models import Card

VERBS = {"uphold": acts.uphold, "withdraw": acts.withdraw}


def judge(card: UUID, verdict: str, *, by: Actor, at: datetime, **said: Any) -> dict[str, Any]:
    """Perform `supervision.uphold` or `supervision.withdraw`; its own subject's try is refused and on record."""
    try:
        return VERBS[verdict](card, by=by, at=at, **said)
    except NotYours as error:
        row = Card.objects.filter(pk=card, region=by.region).first()
        touched = row is not None and any(
            standing.facts_for(row, by)[one] for one in ("card_on_me", "own_card")
        )
        if touched:
            who = {"person": by.person, "post": by.post}
            acts.note_try(card, by=system(by.region), at=at, what=verdict, why=error.sentence, **who)
        raise
