"""What was tried with a case and refused, where the try itself must stay: a day of one's own for an act (倒签)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.models import Case
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act


@act("cases.note_claim", on=Case)
def note_claim(
    turn: Turn, *, by: Actor, at: datetime, what: str, door: str, said: Mapping[str, str], person: int | None = None, post: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Somebody handed in a day of their own for an act: refused, and who, where, and which day is on record."""
    turn.enter(
        "cases.note_claim",
        {"what": what[:40], "door": door[:10], "said": dict(said), "person": person, "post": post},
    )
    return {"what": what}
