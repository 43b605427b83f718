"""Where an actor stands to a work order or a found error: the facts that the powers ask for, and so which buttons are shown."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalogue.models import Item
from yichuang.complaints.models import Assist, Flaw, WorkOrder
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import complaints as law
from yichuang.law import powers
from yichuang.people.models import Organisation

LEADS = ("chief", "head")


def facts_for(order: Any, by: Actor, *, helps: bool = False, centre: bool = False) -> dict[str, bool]:
    """Return the facts about this actor and this order (a row or a model).

    `helps` is whether their body was asked to help, `centre` whether the body that answers is a centre or government.
    """
    me = by.person
    kept, mine = me is not None and order.keeper == me, order.department_id in by.organisations
    supervises = by.kind in powers.DISPATCH
    open_ = not order.protected
    keeps = kept or (supervises and (open_ or order.state == law.RECEIVED or order.keeper is None))
    worked = me is not None and me in (order.signed_by, order.handled_by)
    at_hall = order.hall_id is not None and order.hall_id == by.hall
    return {
        "answers_order": mine,
        "helps_order": helps,
        "keeps_order": keeps,
        "leads_order": not law.needs_lead(order.source) or by.kind in LEADS or centre,
        "needs_caller": kept or (open_ and (worked or supervises or at_hall)),
        "complained_of": (me is not None and order.about_person == me)
        or (not open_ and order.about_id in by.organisations),
        "handled_order": me is not None and me in (order.handled_by, order.answered_by),
        "asked_by_me": me is not None and order.longer_by == me,
        "own_case": by.opened == order.id or (by.account is not None and order.account_id == by.account),
    }


def reads_original(order: Any, by: Actor) -> bool:
    """Whether this actor reads what the caller wrote, or only what was told on for the body."""
    if not order.protected or by.kind in ("applicant", "system"):
        return True
    return order.keeper == by.person or (by.kind in powers.DISPATCH and order.state == law.RECEIVED)


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    row, by = turn.row, turn.by
    helps = turn.act == "complaints.assist" and helps_with(row.id, by)
    centre = turn.act == "complaints.answer" and is_centre(row.department_id)
    found = facts_for(row, by, helps=helps, centre=centre)
    if turn.act == "complaints.dispatch" and row.protected and by.kind not in powers.DISPATCH:
        found["keeps_order"] = False  # who took a report down does not send it on
    return found


def helps_with(order: Any, by: Actor) -> bool:
    """Whether this actor's body was asked to help with the order."""
    return Assist.objects.filter(order=order, organisation__in=by.organisations).exists()


def is_centre(department: int | None) -> bool:
    """Whether a body has no chief or head of its own in this house."""
    return Organisation.objects.filter(pk=department or 0).exclude(kind="department").exists()


def _facts_of_flaw(turn: acts.Turn) -> Mapping[str, bool]:
    return facts_of_flaw(turn.row, turn.by)


def facts_of_flaw(flaw: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about this actor and this found error."""
    if by.kind == "editor":
        return {"own_flaw": True}
    own = (
        Item.objects.filter(pk=flaw.item_id, department__in=by.organisations).exists()
        if flaw.item_id
        else False
    )
    return {"own_flaw": own}


acts.FACTS[WorkOrder] = _facts
acts.FACTS[Flaw] = _facts_of_flaw


def ways(order: Any, by: Actor) -> dict[str, str]:
    """Return for each step the sentence that says why this actor may not take it now, empty where they may."""
    facts = facts_for(
        order,
        by,
        helps=helps_with(order.pk, by),
        centre=law.needs_lead(order.source) and is_centre(order.department_id),
    )
    told = {}
    for verb, (states, _) in law.MOVES.items():
        no = powers.may(f"complaints.{verb}", by.kind, facts)
        wrong = "" if order.state in states else "现在的状态不能办这一步。"
        told[verb] = no.sentence if no else wrong
    if order.protected and by.kind not in powers.DISPATCH and not told["dispatch"]:
        told["dispatch"] = powers.condition("keeps_order")
    return told
