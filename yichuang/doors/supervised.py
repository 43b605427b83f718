"""What supervision says of a case, for every door that shows one: its cards, its orders, and how a card was derived."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.doors.told import line
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

RULES = {
    "due-soon": "快到期", "promised-over": "超过承诺期限", "statutory-over": "超过法定期限", "outside-list": "要了清单以外的材料或条件",
}  # fmt: skip
MOST = 20


def rule_name(rule: str) -> str:
    """Return the Chinese name of a rule; the rule itself where it has none."""
    return RULES.get(rule, rule)


@dataclass(frozen=True, slots=True)
class Supervised:
    """The standing cards and the open orders of a case that this actor may see."""

    cards: list[dict[str, Any]]
    orders: list[dict[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.cards or self.orders)


def of_case(actor: Actor, case: UUID) -> Supervised:
    """Return what supervision says of this case: one question for cards, one for orders."""
    cards = Card.objects.visible_to(actor).standing().filter(case=case).order_by("-on", "-pk")[:MOST]
    orders = Order.objects.visible_to(actor).open().filter(matters__case=case).order_by("-ordered_at")[:MOST]
    return Supervised(
        [{"card": one, "rule": rule_name(one.rule)} for one in cards],
        [{"order": one, "due": one.sign_due_on if one.state == "ordered" else one.answer_due_on} for one in orders],
    )  # fmt: skip


def derivation(card: Card) -> dict[str, Any]:
    """Return how a card came about: its plain facts, the days it counted, and the entries of the chain that it rests on."""
    why = card.why
    named = [seq for seq in why.get("entries") or () if isinstance(seq, int)]
    entries = Entry.objects.filter(subject=card.subject, seq__in=named).order_by("seq")
    return {
        "facts": [(word, _said(why[key])) for key, word in FACTS if why.get(key) not in (None, "", [])],
        "days": [_day(row) for row in why.get("why") or () if isinstance(row, list)],
        "entries": [line(entry) for entry in entries],
        "calendar": str(why.get("calendar", "")),
    }


FACTS = (
    ("starts_on", "从哪天算"), ("days", "期限几天"), ("unit", "单位"), ("due_on", "哪天到期"), ("step", "停在"), ("material", "材料"),
    ("text", "写的是"), ("count", "几次"),
)  # fmt: skip


def _said(value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return {"working": "工作日", "natural": "自然日"}.get(str(value), str(value))
    return f"{day.year}年{day.month}月{day.day}日"


def _day(row: list[Any]) -> dict[str, str]:
    kinds = {"counted": "算", "skipped": "不算", "stopped": "停止计时"}
    return {
        "day": _said(row[0]),
        "kind": kinds.get(str(row[1]), str(row[1])),
        "why": str(row[2]) if len(row) > 2 else "",
    }
