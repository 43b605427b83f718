"""How cards and orders read on pages: their words, their rows, where their case opens, the filters kept in the address."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from yichuang.doors.office import pages
from yichuang.journal.actor import Actor
from yichuang.law import urging as law
from yichuang.people.models import Person
from yichuang.supervision.models import Card
from yichuang.supervision.naming import name_of
from yichuang.supervision.orders import Order

PAGE = 30
CARD_KINDS = {
    "issued": "is-warn",
    "answered": "is-info",
    "appealed": "is-warn",
    "upheld": "is-err",
    "withdrawn": "",
}
ORDER_KINDS = {
    "ordered": "is-warn",
    "signed": "is-info",
    "handled": "is-info",
    "answered": "is-warn",
    "checked": "is-ok",
    "closed": "",
}
DOORS = {
    "clerk": "counter:case",
    "issue": "issue:case",
    "supervisor": "office:case",
    "government": "office:case",
}


def case_href(actor: Actor, case: UUID | None) -> str:
    """Return where this post opens a case."""
    return reverse(DOORS.get(actor.kind, "desk:case"), args=[case]) if case else ""


def card_row(card: Card, actor: Actor) -> dict[str, Any]:
    """Return a card as the list shows it."""
    return {
        "card": card, "rule": name_of(card.rule), "kind": CARD_KINDS[card.state], "word": card.get_state_display(),
        "whom": whom(card), "case_href": case_href(actor, card.case_id),
        "item": card.case.item.name if card.case else "", "number": card.case.filing_number if card.case else "",
    }  # fmt: skip


BEHIND = {
    "rating": ("看这条评价", "ratings:index", "ratings:rating"), "complaint": ("看这张工单", "complaints:index", "complaints:order"),
    "grant": ("看待签收的审批结果", "inspections:index", "inspections:grants"), "draw": ("看这次抽查", "inspections:index", "inspections:draw"),
    "version": ("看目录漂移雷达", "board:drift", "board:drift"),
}  # fmt: skip
LISTED = ("grant", "version")


def behind(card: Card, actor: Actor) -> dict[str, str]:
    """Return the link to what a card is about where that is no case, for posts that open its page."""
    word, page, name = BEHIND.get(card.about, ("", "", ""))
    if not any(one.name == page for one in pages.open_to(actor)):
        return {}
    return {"word": word, "href": reverse(f"office:{name}", args=[] if card.about in LISTED else [card.subject])}  # fmt: skip


def whom(card: Card) -> str:
    """Return on whom a card lands, in words: a department, or a hall with its window."""
    if card.department is not None:
        return card.department.name
    places = [card.hall.name if card.hall else "", card.window.name if card.window else ""]
    return "".join(places) or "没有落到单位"


def order_row(order: Order, today: date) -> dict[str, Any]:
    """Return an order as the list shows it."""
    missed = law.overdue(order.state, order.sign_due_on, order.answer_due_on, today)
    ended = order.get_closed_how_display() if order.closed_how else order.get_state_display()
    due = order.sign_due_on if order.state == law.ORDERED else order.answer_due_on
    return {
        "order": order, "kind": ORDER_KINDS[order.state], "word": ended, "missed": {"sign": "签收超期", "answer": "答复超期"}.get(missed or "", ""),
        "due": due if order.state in law.WAITING else None, "what": about(order),
    }  # fmt: skip


def about(order: Order) -> str:
    """Return what an order is about, in a few words."""
    if order.card is not None:
        return f"{order.card.get_level_display()}：{name_of(order.card.rule)}"
    return order.case.item.name if order.case else order.get_about_display()


def chips(asked: Mapping[str, str], name: str, choices: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the values of one filter as links that keep the other ones."""
    now, rest = asked.get(name, ""), {key: value for key, value in asked.items() if key != name and value}
    return [
        {
            "name": text,
            "href": f"?{urlencode(rest | ({name: value} if value else {}))}",
            "current": value == now,
        }
        for value, text in choices
    ]


def names(*ids: int | None) -> dict[int, str]:
    """Return the names of persons by id."""
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def whole(text: str) -> int | None:
    """Return an id of the address; anything else is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
