"""Orders from the city's platform come in once each, by their outer number; what became of them goes back by errand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.complaints import acts
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.platforms import Coming
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Moved


def known(region: str, platform: str, outer_number: str) -> UUID | None:
    """Return our order of a number of theirs, or None."""
    return (
        WorkOrder.objects.filter(region=region, platform=platform, outer_number=outer_number)
        .values_list("pk", flat=True)
        .first()
    )


def take(
    one: Coming, *, by: Actor, at: datetime, platform: str, about: int | None = None
) -> tuple[dict[str, Any], bool]:
    """Take one order in, once: whoever sends it again gets what stands, whatever else it says. Returns it and whether it is new."""
    told = _standing(by.region, platform, one.outer_number)
    if told is not None:
        return told, False
    try:
        made = acts.receive(
            by=by, at=at, source="12345", category=one.category, urgency=one.urgency, title=one.title, content=one.content, caller=one.caller,
            phone=one.phone, place=one.place, about=about, platform=platform, outer_number=one.outer_number, outer_due=one.due_on,
        )  # fmt: skip
        return made, True
    except Moved:  # somebody else took the same number in meanwhile
        told = _standing(by.region, platform, one.outer_number)
        if told is None:
            raise
        return told, False


def take_all(orders: Iterable[Coming], *, by: Actor, at: datetime, platform: str) -> int:
    """Take in what is new of these; returns how many."""
    return sum(take(one, by=by, at=at, platform=platform)[1] for one in orders)


def _standing(region: str, platform: str, outer_number: str) -> dict[str, Any] | None:
    row = WorkOrder.objects.filter(region=region, platform=platform, outer_number=outer_number).first()
    if row is None:
        return None
    return {
        "id": str(row.pk), "seq": row.seq, "number": row.number, "query_code": row.query_code, "state": row.state, "due_on": row.due_on.isoformat(),
    }  # fmt: skip
