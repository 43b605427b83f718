"""Where an actor stands to a thing: the facts that the powers table asks for, and so which buttons are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.bundles.models import Part, Strike, Thing
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers


def facts_for(thing: Any, by: Actor, department: int | None = None) -> dict[str, bool]:
    """Return the facts about this actor and this thing; `department` is that of the part an act is about."""
    own = owns(thing, by)
    leads = thing.lead_id in by.organisations and by.kind in powers.DEPARTMENT
    own_hall = by.hall is not None and by.hall == thing.hall_id
    return {
        "own_region": thing.region == by.region,
        "own_hall": own_hall,
        "own_case": own,
        "own_lead": leads or own_hall or own or by.kind == "system",
        "own_part": department is not None and department in by.organisations,
        "received_by_me": by.person is not None and thing.received_by == by.person,
    }


def owns(thing: Any, by: Actor) -> bool:
    """Tell whether an applicant stands behind this thing: it is for whom they act, they filed it, or they hold its paper."""
    if by.kind != "applicant":
        return False
    filed = by.account is not None and thing.account == by.account and thing.applicant_index not in by.ended
    return filed or thing.applicant_index in by.holders or thing.id == by.opened


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    key, department = turn.params.get("part"), None
    if key is not None:
        found = Part.objects.filter(thing=turn.row.id, key=str(key)).values_list("department_id", flat=True)
        department = found.first()
    facts = facts_for(turn.row, turn.by, department)
    if turn.act == "bundles.strike_demand":
        facts["strike_asked_by_me"] = strike_asked_by(turn.row.id, turn.by)
    return facts


def strike_asked_by(thing: Any, by: Actor) -> bool:
    """Tell whether this natural person asked for the forced stop that waits for its second person."""
    asked = Strike.objects.filter(thing=thing, state="asked").values_list("asked_by", flat=True).first()
    return by.person is not None and asked == by.person


acts.FACTS[Thing] = _facts


def may(act: str, thing: Any, by: Actor, stamp: int, day: date, department: int | None = None) -> str | None:
    """Return None if the actor may perform `act` on the thing, else the sentence that says why not."""
    reason = powers.may(act, by.kind, facts_for(thing, by, department))
    return reason.sentence if reason else None
