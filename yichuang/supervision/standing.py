"""Where an actor stands to a card: whether it lands on them, and whether they may judge it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from yichuang.halls.models import Seat
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers
from yichuang.law.conduct import cards as law
from yichuang.people.models import Holding
from yichuang.supervision.models import Card


def facts_for(card: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about this actor and this card (a row or a model)."""
    department = card.department_id is not None and card.department_id in by.organisations
    at_hall = card.hall_id is not None and card.hall_id == by.hall
    return {
        "own_card": department or at_hall or (by.person is not None and card.person == by.person),
        "own_region": card.region == by.region,
        "card_on_me": _on_me(card, by),
    }


def _on_me(card: Any, by: Actor) -> bool:
    """Separation follows the natural person, through every post they hold."""
    if by.person is None:
        return False
    if card.person == by.person:
        return True
    if card.department_id is not None:
        posts = Q(post__organisation=card.department_id)
        return Holding.objects.filter(posts, person=by.person, ends_on=None).exists()
    seats = Seat.objects.filter(person=by.person, window__zone__hall=card.hall_id, ends_on=None)
    return card.hall_id is not None and seats.exists()


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    return facts_for(turn.row, turn.by)


acts.FACTS[Card] = _facts


def may(verb: str, card: Card, by: Actor) -> str | None:
    """Return None if the actor may answer, appeal, uphold or withdraw this card now, else the sentence why not."""
    no = powers.may(f"supervision.{verb}", by.kind, facts_for(card, by))
    if no is not None:
        return no.sentence
    return law.move(verb, card.state)[1] or None
