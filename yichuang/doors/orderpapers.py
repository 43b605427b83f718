"""The printed order (督办单): put together once from the frozen content, then kept as it was given.

    html, template = orderpapers.render(paper)
    orderpapers.freeze(errands, at)             # does the errands of kind "freeze_order"

One template for all steps (`orders/order.html`). Raise `VERSION` when it changes.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render as page_of
from django.template.loader import render_to_string

from yichuang.doors.papers import halls_of, organ_name
from yichuang.journal import stamps
from yichuang.journal.errands import Asked, Outcome
from yichuang.law import urging as law
from yichuang.people.models import Organisation
from yichuang.supervision import acts
from yichuang.supervision.naming import name_of
from yichuang.supervision.orders import Order, OrderPaper

VERSION = 1
COLOURS = {"yellow": "黄牌", "red": "红牌"}


def render(paper: OrderPaper, stamp: int | None = None) -> tuple[str, str]:
    """Return the sheet of an order as HTML, and the template's name with its version."""
    content, now = json.loads(paper.content), stamps.current() if stamp is None else stamp
    hall = halls_of(now).get(content.get("hall") or 0)
    card, before = content.get("card"), content.get("before")
    said = {
        "c": content, "word": law.level_word(content["level"]), "to": hall.name if hall else organ_name(content["to"], content["region"], now),
        "organ": _organ(content), "made_by": str(content["made_by"]).partition("·")[0],
        "card": {**card, "rule_word": name_of(card["rule"]), "colour": COLOURS[card["level"]]} if card else None,
        "before": {**before, "word": law.level_word(before["level"])} if before else None,
    }  # fmt: skip
    return render_to_string("orders/order.html", said), f"order@{VERSION}"


def _organ(content: dict[str, Any]) -> str:
    """Return who orders: the organisation of the post; what follows by itself is ordered by the region's government."""
    region, pk = content["region"], content.get("organisation")
    found = Organisation.objects.filter(region=region)
    one = found.filter(pk=pk or 0).first() or found.filter(kind="government", parent=None).first()
    return one.name if one else ""


def freeze(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Freeze the orders that these errands name; one frozen before stays as it is, one that is gone is done with."""
    wanted = OrderPaper.objects.filter(pk__in=[asked.args["orderpaper"] for asked in errands], html_sm3="")
    stamp = stamps.current()
    acts.freeze_orders([(paper.pk, *render(paper, stamp)) for paper in wanted], by=None, at=at)
    return {asked.id: "confirmed" for asked in errands}


def page(request: Any, order: Order) -> HttpResponse:
    """Show an order as it was given, in a print frame."""
    row = order.papers.order_by("made_at").first()
    assert row is not None, "every order is given with its paper"
    told = {
        "sheets": [(row.html or render(row)[0], False)],
        "title": order.number,
        "frozen": bool(row.html_sm3),
    }
    return page_of(request, "papers/page.html", told)
