"""What was tried and refused stays on record: rating twice, rating for others, staff rating for citizens, looking up a rater."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.ratings.models import Rating

TRIES = {"twice": "重复评价", "others": "替别人评价", "staff": "工作人员代评"}


@act("ratings.note_try", on=Register, book="ratings")
def note_try(
    turn: Turn, *, by: Actor, at: datetime, what: str, channel: str, contact: str = "", case: UUID | None = None, thing: UUID | None = None,
    person: int | None = None, post: int | None = None, account: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A rating that may not be was tried and refused: which contact, by which channel, and which member of staff if it was one."""
    told: dict[str, Any] = {
        "what": what,
        "channel": channel,
        "contact": contact,
        "person": person,
        "post": post,
    }
    told |= {"case": case and str(case), "thing": thing and str(thing)}
    turn.enter("ratings.note_try", told, private={"account": str(account)} if account else None)
    return {"what": what}


@act("ratings.note_look", on=Rating)
def note_look(
    turn: Turn, *, by: Actor, at: datetime, person: int | None, post: int | None, why: str
) -> dict[str, Any]:
    """Somebody who does not call the rater back asked how to reach them, and was refused."""
    turn.enter("ratings.note_look", {"person": person, "post": post, "why": why})
    return {}
