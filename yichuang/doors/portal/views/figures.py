"""Figures for everybody: published periods, open data with its schema, the 三办 list, bulletins."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.doors import bulletins
from yichuang.figures import public, three
from yichuang.figures.models import Bulletin, Period
from yichuang.figures.registry import INDICATORS, NO_RECORD, NO_SOURCE
from yichuang.figures.seeing import CUT_NAMES, Called
from yichuang.journal.refusals import NotThere
from yichuang.law.figures import UNITS

PLACES = ("department", "hall")


def _published() -> Any:
    found = Period.objects.filter(region=settings.DEPLOYMENT.region, state="published")
    return found.defer("lists").order_by("-first", "-name")


def _one(name: str) -> Period:
    found: Period | None = _published().filter(name=name).first()
    if found is None:
        raise NotThere("这一期没有公布，或者没有这一期。")
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest published period; the others; bulletins."""
    found = list(_published().defer("content", "lists"))
    out = Bulletin.objects.filter(region=settings.DEPLOYMENT.region, period__state="published")
    told: dict[str, Any] = {
        "periods": found, "bulletins": out.select_related("period").defer("content", "period__content", "period__lists").order_by("-issued_on")[:24],
    }  # fmt: skip
    if found:
        told |= _told(_one(found[0].name))
    return render(request, "portal/figures.html", told)


@require_safe
def period(request: HttpRequest, name: str) -> HttpResponse:
    """One published period, for the region and each department and hall."""
    return render(request, "portal/figures_period.html", _told(_one(name)))


def _told(row: Period) -> dict[str, Any]:
    shown = public.shown(row.figures())
    whole = {one.key: shown[one.key].get("whole") or {} for one in INDICATORS}
    lines = [
        _line(one, whole[one.key].get(""), hidden=whole[one.key].get("", ()) is None) for one in INDICATORS
    ]
    called = Called(row.region)
    places = []
    for cut in PLACES:
        names = sorted({who for cuts in shown.values() for who in cuts.get(cut, {})})
        for who in names:
            found = [(one, shown[one.key].get(cut, {})) for one in INDICATORS]
            places.append({"kind": CUT_NAMES[cut], "name": called(cut, who), "lines": [_line(one, told[who], hidden=told[who] is None) for one, told in found if who in told]})  # fmt: skip
    return {"row": row, "lines": lines, "places": places}


def _line(one: Any, told: list[Any] | None, *, hidden: bool = False) -> dict[str, Any]:
    text = told[2] if told else None
    value = (
        "不到10件，不公布"
        if hidden
        else (NO_SOURCE if one.missing else NO_RECORD)
        if text is None
        else f"{text}{UNITS[one.unit]}"
    )
    return {"one": one, "value": value, "silent": text is None}


@require_safe
def data(request: HttpRequest, name: str) -> HttpResponse:
    """The open data of a period as CSV."""
    answer = HttpResponse(public.as_csv(_one(name).figures()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="figures-{name}.csv"'
    return answer


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The Table Schema of the open data, with every indicator's formula and script."""
    text = json.dumps(public.schema(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The 三办 list: which items are done at once, on line, in one visit, and what that stands on."""
    newest = _published().filter(name__contains="-").first()
    rows = three.listed(settings.DEPLOYMENT.region, newest.figures() if newest else None)
    counts = {name: sum(bool(getattr(row, name)) for row in rows) for name in ("at_once", "on_line", "once")}
    return render(request, "portal/three.html", {"rows": rows, "counts": counts})


def _bulletin(bulletin: UUID) -> Bulletin:
    found = Bulletin.objects.filter(pk=bulletin, region=settings.DEPLOYMENT.region, period__state="published")
    row = found.select_related("period").defer("period__content", "period__lists").first()
    if row is None:
        raise NotThere("没有这份通报，或者还没有公布。")
    return row


@require_safe
def bulletin(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """One bulletin."""
    return render(request, "portal/bulletin.html", bulletins.told(_bulletin(bulletin)))


@require_safe
def bulletin_pdf(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """One bulletin as PDF."""
    return bulletins.pdf(_bulletin(bulletin))
