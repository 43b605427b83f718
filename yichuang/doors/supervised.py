"""What supervision says of a case, for every door that shows one: its cards, its orders, and how a card was derived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from yichuang.complaints.models import WorkOrder
from yichuang.doors.told import line
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.law.complaints import UNANSWERED
from yichuang.law.urging import CLOSED, LEVELS
from yichuang.supervision import naming
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

MOST = 50


def rules() -> tuple[tuple[str, str], ...]:
    """Return every rule with its Chinese name."""
    return tuple((rule, name) for rule, (name, _) in naming.rules().items())


@dataclass(frozen=True, slots=True)
class Supervised:
    """The standing cards, the open orders and those that are closed of a case, as far as this actor may see them."""

    cards: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    closed: list[dict[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.cards or self.orders)


def of_case(actor: Actor, case: UUID) -> Supervised:
    """Return what supervision says of this case: one question for cards, one for orders."""
    cards = Card.objects.visible_to(actor).standing().filter(case=case).order_by("-on", "-pk")[:MOST]
    found = (
        Order.objects.visible_to(actor)
        .filter(matters__case=case)
        .select_related("to")
        .order_by("-ordered_at", "-pk")
    )
    orders: list[dict[str, Any]] = [
        {"order": one, "due": one.sign_due_on if one.state == "ordered" else one.answer_due_on}
        for one in found[:MOST]
    ]
    return Supervised(
        [{"card": one, "rule": naming.name_of(one.rule)} for one in cards],
        [one for one in orders if one["order"].state != CLOSED],
        [one for one in orders if one["order"].state == CLOSED],
    )


def complaints_of(actor: Actor, case: UUID, thing: UUID | None, today: date) -> list[dict[str, Any]]:
    """Return the work orders (工单) about this case, or the thing that it is a part of, that this actor may read: one question."""
    about = Q(case=case) | Q(thing=thing) if thing is not None else Q(case=case)
    found = WorkOrder.objects.visible_to(actor).filter(about).select_related("department")
    return [
        {"order": one, "late": one.late or (one.state in UNANSWERED and one.due_on < today), "waits": one.state in UNANSWERED}
        for one in found.order_by("-received_at", "-pk")[:MOST]
    ]  # fmt: skip


def urged(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, str]:
    """Return the step of the open order about each of these cases that this actor may see; the highest where there are two."""
    ids = list(cases)
    found = (
        Order.objects.visible_to(actor).open().filter(matters__case__in=ids) if ids else Order.objects.none()
    )
    rank, words = {level: n for n, (level, _) in enumerate(LEVELS)}, dict(LEVELS)
    told = sorted(found.values_list("matters__case", "level"), key=lambda one: rank[one[1]])
    return {case: words[level] for case, level in told}


def derivation(card: Card) -> dict[str, Any]:
    """Return how a card came about: its sentence, the figures it rests on, and the entries of the chain that it names."""
    why = card.why
    named = [seq for seq in why.get("entries") or () if isinstance(seq, int)]
    entries = Entry.objects.filter(subject=card.subject, seq__in=named).order_by("seq")
    return {
        "says": str(why.get("says", "")),
        "facts": [(word, said(why[key])) for key, word in FACTS if why.get(key) not in (None, "", [])],
        "entries": [line(entry) for entry in entries],
        "calendar": str(why.get("calendar", "")),
    }


FACTS = (("due", "哪天到期"), ("steps", "停在哪些环节"), ("asks", "要求的是"), ("days", "几天"), ("times", "几次"))  # fmt: skip


def said(value: Any) -> str:
    """Return a figure of the evidence as people read it: a day, a list, what a line asks for."""
    if isinstance(value, list):
        return "、".join(said(one) for one in value)
    if isinstance(value, dict):
        return str(value.get("asks") or "")
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{day.year}年{day.month}月{day.day}日"
