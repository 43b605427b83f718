"""The indicators of a month: all, and by item, department, window or hall; few numbers are marked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.doors.office import pages
from yichuang.doors.office.ratings.listing import span_of
from yichuang.ground.now import day_of, now
from yichuang.law import ratings as law
from yichuang.ratings import reading
from yichuang.ratings.models import Rating

BYS = (("department", "部门"), ("window", "窗口"), ("hall", "大厅"), ("item", "事项"))


@require_GET
def page(request: Any) -> HttpResponse:
    """Show the month that the address names, else this one."""
    actor, today = pages.need(request, "ratings:figures"), day_of(now())
    month = request.GET.get("month", "")[:7]
    span = span_of(month)
    if span is None:
        month = f"{today:%Y-%m}"
        span = span_of(month)
    by = request.GET.get("by", "department")
    by = by if by in dict(BYS) else "department"
    rows = Rating.objects.visible_to(actor).filter(rated_at__gte=span[0], rated_at__lt=span[1])
    days = (day_of(span[0]), day_of(span[1]))
    whole = actor.kind in ("supervisor", "government")
    ended = reading.rateable(actor.region, *days)[""] if whole else 0
    all_ = reading.counts(rows, ended)
    if whole:
        all_ = reading.with_covered(all_, actor.region)
    lines = reading.counts_by(rows, by, reading.rateable(actor.region, *days, by=by))
    told = {
        "month": month, "by": by, "by_name": dict(BYS)[by], "few": law.FEW, "total": line_of("", "全部", all_) if all_.active else None,
        "lines": [line_of(key, name, counts) for key, name, counts in lines], "indicators": law.INDICATORS, "defaults": all_.defaults,
        "excluded": all_.excluded, "reasons": reading.reasons_of(rows.counted()),
        "chips": [{"name": f"按{word}", "href": f"?month={month}&by={name}", "current": name == by} for name, word in BYS],
    }  # fmt: skip
    return render(request, "office/ratings/figures.html", pages.frame(request, "ratings:figures") | told)


def line_of(key: Any, name: str, counts: law.Counts) -> dict[str, Any]:
    """Return a line of the table: the numbers, and each indicator in per cent or None."""
    told = law.indicators(counts)
    cells = [{"label": word, "value": told[which]} for which, word, _ in law.INDICATORS]
    return {"key": key, "name": name, "counts": counts, "cells": cells, "few": counts.few}
