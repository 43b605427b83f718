"""Bad ratings in a list: what to do first, by its day; the filters are in the address."""

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.clock import book
from yichuang.doors.office import pages
from yichuang.doors.office.turning import pager
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.law import cards
from yichuang.law import ratings as law
from yichuang.ratings import reading
from yichuang.ratings.models import Rating

PAGE = 20
BOXES = (
    ("open", "没办完"), ("late", "已超期"), ("verify", "待核实"), ("call", "待回访"), ("mend", "待整改"), ("answer", "待答复"), ("publish", "待公开"),
    ("appealed", "有申诉"), ("published", "已公开"), ("excluded", "不采用"), ("all", "全部"),
)  # fmt: skip
FILTERS = {"department": "department_id", "window": "window_id", "item": "item__key"}


@require_GET
def index(request: Any) -> HttpResponse:
    """Bad ratings of this actor's bodies, the most urgent first."""
    actor, today = pages.need(request, "ratings:index"), day_of(now())
    asked = {name: request.GET.get(name, "")[:80] for name in ("box", "month", *FILTERS)}
    rows, kept = _filtered(Rating.objects.visible_to(actor).filter(bad=True), asked)
    counts = rows.aggregate(**{name: Count("pk", filter=_of(name, today)) for name, _ in BOXES})
    box = asked["box"] if asked["box"] in dict(BOXES) else "open"
    found = rows.filter(_of(box, today)).select_related("item", "department", "window", "hall")
    order = ("due_on", "pk") if box not in ("published", "excluded", "all") else ("-rated_at", "-pk")
    page = Paginator(found.order_by(*order), PAGE).get_page(request.GET.get("page"))
    stamp = stamps.current()
    told = {
        "lines": [_line(row, today, stamp) for row in page], "box": box, "month": kept.get("month", ""), "kept": kept,
        "chips": [
            {"name": word, "href": f"?{urlencode(kept | {'box': name})}", "current": name == box, "count": counts[name], "kind": "err" if name == "late" and counts[name] else ""}
            for name, word in BOXES
        ],
        "filters": _named(rows, kept), **pager(page, kept | {"box": box}),
    }  # fmt: skip
    return render(request, "office/ratings/index.html", pages.frame(request, "ratings:index") | told)


def _of(box: str, today: date) -> Q:
    if box == "late":
        return Q(state__in=law.UNENDED, due_on__lt=today)
    if box == "open":
        return Q(state__in=law.UNENDED)
    if box == "appealed":
        return Q(state__in=law.UNENDED, appeal="asked")
    return Q() if box == "all" else Q(state=box)


def _filtered(rows: Any, asked: dict[str, str]) -> tuple[Any, dict[str, str]]:
    """Return the rows that the address asks for, and what of it was understood."""
    kept: dict[str, str] = {}
    for name, column in FILTERS.items():
        value = asked[name]
        if value and (name == "item" or (value.isascii() and value.isdigit())):
            rows, kept[name] = rows.filter(**{column: value}), value
    span = span_of(asked["month"])
    if span is not None:
        rows, kept["month"] = rows.filter(rated_at__gte=span[0], rated_at__lt=span[1]), asked["month"]
    return rows, kept


def span_of(month: str) -> Any:
    """Return the first instants of a month written 2026-11 and of the next, or None."""
    try:
        first = date.fromisoformat(f"{month[:7]}-01")
        return reading.month_of(first.year, first.month)
    except ValueError:
        return None


def _named(rows: Any, kept: dict[str, str]) -> list[dict[str, Any]]:
    """What is filtered, in words, each with the way to take it away."""
    first = rows.select_related("item", "department", "window").first() if set(kept) - {"month"} else None
    names = {
        name: str(getattr(first, name, "") or "") if first else kept[name] for name in set(kept) - {"month"}
    }
    if "item" in names and first:
        names["item"] = first.item.name
    words = names | ({"month": kept["month"]} if "month" in kept else {})
    less = lambda gone: urlencode({k: v for k, v in kept.items() if k != gone})  # noqa: E731
    return [
        {"name": text, "href": f"?{less(name)}", "removable": True} for name, text in sorted(words.items())
    ]


def light_of(row: Rating, today: date, stamp: int) -> cards.Light:
    """Return the colour of the step whose turn it is."""
    calendar = book.calendar(stamp, row.region)
    return cards.light(today, row.due_on if row.state in law.UNENDED else None, None, calendar)


def place_of(row: Rating) -> str:
    """Return where the contact was: the body and, for a window, which."""
    where = [
        row.department.name if row.department else "",
        row.window.name if row.window and row.contact != "case" else "",
    ]
    return "，".join(one for one in where if one)


def _line(row: Rating, today: date, stamp: int) -> dict[str, Any]:
    late = row.due_on is not None and row.state in law.UNENDED and row.due_on < today
    return {
        "row": row, "on": day_of(row.rated_at), "grade": law.grade(row.grade).name, "reasons": json.loads(row.reasons), "place": place_of(row),
        "light": light_of(row, today, stamp), "late": late, "soon": row.due_on is not None and row.due_on <= today + timedelta(days=1),
    }  # fmt: skip
