"""Where an actor stands to a grant, a register, a draw: the facts that the powers ask for, and so which buttons are shown."""

import json
from collections.abc import Mapping
from typing import Any

from yichuang.inspections.models import Check, Draw, DrawCheck, Grant, Inspector, Pool, Target
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers


def of_body(by: Actor, body: int | None) -> dict[str, bool]:
    """Return whether this body is the actor's; a supervisor's is every body of the region."""
    return {"own_body": by.kind == "supervisor" or body in by.organisations}


def of_grant(grant: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about a pushed grant."""
    mine = by.person is not None and str(by.person) in grant.deciders.split()
    return of_body(by, grant.body_id) | {"decided_by_me": mine}


def of_draw(draw: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about a draw: whose it is, and whether the actor may be drawn in it."""
    own = Inspector.objects.filter(person=by.person or 0, region=by.region).values_list("code", flat=True)
    told = Pool.objects.filter(draw=draw.id).values_list("inspectors", flat=True).first() if own else None
    listed = {row[0] for row in json.loads(told or "[]")}
    bodies = DrawCheck.objects.filter(draw=draw.id).values_list("check_item__body", flat=True)
    own_part = bool(set(bodies) & by.organisations)
    return of_body(by, draw.lead_id) | {"in_pool": bool(listed & set(own)), "own_visit": own_part}


def of_inspector(inspector: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about an inspector: who steps aside says so themselves, or the body's heads do."""
    own = by.person == inspector.person_id or by.kind in powers.REGISTERS
    return of_body(by, inspector.body_id) | {"myself": own}


def of_target(by: Actor) -> dict[str, bool]:
    """Return the facts about the register of objects: whoever supervises keeps it together."""
    return {"own_body": bool(by.organisations) or by.kind == "supervisor"}


def graded(target: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about one object: whoever supervises, and whether the actor gave its grade."""
    mine = by.person is not None and target.graded_by == by.person
    return of_target(by) | {"graded_by_me": mine}


acts.FACTS[Grant] = lambda turn: of_grant(turn.row, turn.by)
acts.FACTS[Check] = lambda turn: of_body(turn.by, turn.row.body_id)
acts.FACTS[Inspector] = lambda turn: of_inspector(turn.row, turn.by)
acts.FACTS[Target] = lambda turn: graded(turn.row, turn.by)


def _drawn(turn: acts.Turn) -> Mapping[str, bool]:
    return of_draw(turn.row, turn.by)


acts.FACTS[Draw] = _drawn


def may(act: str, by: Actor, facts: Mapping[str, bool]) -> bool:
    """Tell whether the actor may perform the act under these facts."""
    return powers.may(act, by.kind, facts) is None
