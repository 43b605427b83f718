"""Where an actor stands to an order, and what of its matter the printed order says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.halls.models import Seat
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers
from yichuang.law import urging as law
from yichuang.people.models import Holding
from yichuang.supervision.orders import Order


def facts_for(order: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about this actor and this order (a row or a model)."""
    at_hall = order.hall_id is not None and order.hall_id == by.hall
    body = order.to_id in by.organisations and by.kind not in ("clerk", "issue")
    return {
        "own_order": at_hall or body,
        "own_region": order.region == by.region,
        "order_on_me": _on_me(order, by),
    }


def _on_me(order: Any, by: Actor) -> bool:
    """Separation follows the natural person: who signed or answered, and who works for the body, does not check it."""
    if by.person is None:
        return False
    if by.person in (order.signed_by, order.handled_by, order.answered_by):
        return True
    if order.hall_id is not None:
        seats = Seat.objects.filter(person=by.person, window__zone__hall=order.hall_id, ends_on=None)
        return seats.exists()
    held = Holding.objects.filter(person=by.person, post__organisation=order.to_id, ends_on=None)
    return held.exists()


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    return facts_for(turn.row, turn.by)


acts.FACTS[Order] = _facts


def may(verb: str, order: Order, by: Actor) -> str | None:
    """Return None if the actor may do this to the order as it stands, else the sentence why not."""
    act = f"supervision.{verb}"
    no = powers.may(act, by.kind, facts_for(order, by))
    return no.sentence if no is not None else law.lawful(act, order.state)


def days_of(stamp: int, region: str, level: str, on: date) -> tuple[date, date]:
    """Return by which days an order of this step, given on `on`, is signed for and answered; the local numbers of that day."""
    calendar, found = book.calendar(stamp, region), []
    for name in (law.SIGN_LIMIT, law.answer_limit(level)):
        number = book.number(stamp, region, name, on)
        found.append(calendar.after(on, number.whole))
    return found[0], max(found)


def matters_of(cases: Iterable[Case]) -> list[dict[str, str]]:
    """Return what the printed order says of each case: its numbers and item, nobody's name."""
    return [
        {
            "case": str(case.pk), "item": case.item.name, "filing_number": case.filing_number, "number": case.number or "",
            "due_on": case.due_on.isoformat() if case.due_on else "", "step": case.step, "state": case.get_state_display(),
        }
        for case in cases
    ]  # fmt: skip
