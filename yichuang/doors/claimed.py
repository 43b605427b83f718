"""The day of an act is the server's own: a form or a body that names one is refused, and the try is on record.

claimed.turn_away(actor, case, request.POST, at, act="cases.decide", door="desk")     # BadInput if a field names a day
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from yichuang.cases import acts
from yichuang.cases.models import Case
from yichuang.journal.actor import Actor, system
from yichuang.journal.refusals import BadInput

DAY = re.compile(
    r"(?:(?:act|decided|decision|accepted|received|filed|made|recorded|signed)[_-])?(?:at|on|day|date|time)",
    re.IGNORECASE,
)
SENTENCE = "办理的日期由系统记，不能填写，也不能提前。去掉这一项再办。"
NOTED = "这次操作已经记录。"
MOST = 5


def days_in(names: Iterable[str], own: Collection[str] = ()) -> list[str]:
    """Return the names that claim a day of the act; `own` are the fields that the form really has."""
    return [name for name in names if name not in own and DAY.fullmatch(name)][:MOST]


def turn_away(
    actor: Actor, case: UUID | None, said: Mapping[str, str], at: datetime, *, act: str, door: str, own: Collection[str] = ()
) -> None:  # fmt: skip
    """Refuse what names a day of the act; BadInput after the try is on the case's chain."""
    if named := days_in(said, own):
        noted = case is not None and note(
            actor, case, {name: said[name] for name in named}, at, act=act, door=door
        )
        raise BadInput(SENTENCE + (NOTED if noted else ""), field=named[0])


def note(actor: Actor, case: UUID, said: Mapping[str, object], at: datetime, *, act: str, door: str) -> bool:
    """Put on the chain of a case that this actor may see which day was claimed for which act; returns whether they may."""
    if not Case.objects.sees(actor, case):
        return False
    told = {name[:40]: "".join(c for c in str(value)[:40] if c.isprintable()) for name, value in said.items()}
    who = {"person": actor.person, "post": actor.post}
    acts.note_claim(case, by=system(actor.region), at=at, what=act, door=door, said=told, **who)
    return True
