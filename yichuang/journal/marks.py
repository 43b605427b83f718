"""The demo's mark: a house that bears it is the demo town, and no other is taken for it."""

from datetime import datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register

MARK = "demo"


@act("journal.mark_demo", on=Register, book=MARK)
def mark_demo(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """This database holds the demo town."""
    turn.enter("journal.mark_demo", {})
    return {}
