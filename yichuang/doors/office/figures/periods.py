"""Periods at the office: which there are, one of them by any cut, one indicator with its script; reckoned, closed, published."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.figures import acts, seeing
from yichuang.figures.acts import periods
from yichuang.figures.models import Period, Reckoning
from yichuang.figures.registry import BY_KEY, INDICATORS, NO_RECORD, NO_SOURCE
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere
from yichuang.law import figures, powers

HERE = "figures:index"


@require_GET
def index(request: Any) -> HttpResponse:
    """The periods: those under way with their latest reckoning, those that are closed."""
    actor = pages.need(request, HERE)
    closed = list(Period.objects.filter(region=actor.region).defer("content", "lists").order_by("-first", "-name"))  # fmt: skip
    names = {one.name for one in closed}
    open_ = Reckoning.objects.filter(region=actor.region).exclude(name__in=names).defer("content", "lists")
    today = day_of(now())
    told = {
        "closed": closed, "open": open_.order_by("-name"), "now": [figures.holding(today), figures.holding(today, quarter=True)],
        "may": powers.may("figures.close", actor.kind, {}) is None,
    }  # fmt: skip
    return render(request, "office/figures/index.html", pages.frame(request, HERE) | told)


@require_GET
def registry(request: Any) -> HttpResponse:
    """Every indicator with its formula in words, source, unit, basis and script."""
    pages.need(request, HERE)
    rows = [{"one": one, "unit": figures.UNITS[one.unit]} for one in INDICATORS]
    return render(request, "office/figures/registry.html", pages.frame(request, HERE) | {"rows": rows})


def _named(name: str) -> str:
    try:
        figures.span(name)
    except ValueError as error:
        raise NotThere(f"{error}。") from error
    return name


def _found(actor: Actor, name: str) -> tuple[Period | None, Reckoning | None]:
    period = Period.objects.filter(region=actor.region, name=_named(name)).defer("lists").first()
    open_ = Reckoning.objects.filter(region=actor.region, name=name).defer("lists")
    return period, None if period else open_.first()


@require_GET
def page(request: Any, name: str) -> HttpResponse:
    """One period, for the whole region or for one department, hall, window, item or person."""
    actor = pages.need(request, HERE)
    period, open_ = _found(actor, name)
    first, last = figures.span(name)
    told: dict[str, Any] = {"name": name, "first": first, "last": last, "period": period, "open": open_}
    told |= _may(actor, period, name)
    holder = period or open_
    if holder is not None:
        told |= _table(request, actor, holder.figures())
    return render(request, "office/figures/period.html", pages.frame(request, HERE) | told)


def _may(actor: Actor, period: Period | None, name: str) -> dict[str, Any]:
    may = powers.may("figures.close", actor.kind, {}) is None
    opens_on = None if period else periods.cut_off_on(actor.region, name)
    return {"may": may, "opens_on": opens_on, "closable": opens_on is not None and day_of(now()) >= opens_on}


def _table(request: Any, actor: Actor, content: dict[str, Any]) -> dict[str, Any]:
    """The figures of one place, and the places among which to choose."""
    seen, called = seeing.seen(content, actor), seeing.Called(actor.region)
    places: dict[str, set[str]] = {}
    for cuts in seen.values():
        for cut, found in cuts.items():
            places.setdefault(cut, set()).update(found)
    cut, _, who = request.GET.get("of", "").partition(":")
    if who not in places.get(cut, ()):
        cut = next((one for one in seeing.CUT_NAMES if places.get(one)), "whole")
        who = min(places.get(cut, {""}))
    groups = [_group(one, places[one], (cut, who), called) for one in seeing.CUT_NAMES if places.get(one)]
    lines = [_line(one, (seen.get(one.key, {}).get(cut) or {}).get(who)) for one in INDICATORS]
    return {
        "groups": groups, "lines": lines, "of": called(cut, who), "corrections": _corrections(content, actor, called),
    }  # fmt: skip


def _group(cut: str, places: set[str], chosen: tuple[str, str], called: seeing.Called) -> dict[str, Any]:
    """The places of one cut, by name, for the list to choose from."""
    named = sorted((called(cut, who), who) for who in places)
    rows = [{"value": f"{cut}:{who}", "name": name, "on": (cut, who) == chosen} for name, who in named]
    return {"name": seeing.CUT_NAMES[cut], "rows": rows}


def _line(one: Any, told: list[Any] | None) -> dict[str, Any]:
    part, whole, rows, text = told or (None, None, 0, None)
    return {
        "one": one, "value": None if text is None else f"{text}{figures.UNITS[one.unit]}", "part": part, "whole": whole, "few": one.persons and figures.few(rows),
        "missing": f"{NO_SOURCE}：{one.missing}" if one.missing else f"这一期{NO_RECORD}。",
    }  # fmt: skip


def _corrections(content: dict[str, Any], actor: Actor, called: seeing.Called) -> list[dict[str, Any]]:
    open_ = seeing.allowed(actor)
    return [
        {"period": note["period"], "indicator": BY_KEY[note["indicator"]].name, "who": called(note["cut"], note["who"]),
         "was": (note["was"] or [NO_SOURCE])[-1], "now": (note["now"] or [NO_SOURCE])[-1]}
        for note in content.get("corrections", ())
        if note["cut"] in open_ and (open_[note["cut"]] is None or note["who"] in (open_[note["cut"]] or ()))
    ][:200]  # fmt: skip


@require_GET
def indicator(request: Any, name: str, key: str) -> HttpResponse:
    """One indicator of a period by every cut, best first, with its formula and script."""
    actor = pages.need(request, HERE)
    one, (period, open_) = BY_KEY.get(key), _found(actor, name)
    holder = period or open_
    if one is None or holder is None:
        raise NotThere("没有这个指标的数。")
    seen, called = seeing.seen(holder.figures(), actor).get(key, {}), seeing.Called(actor.region)
    cuts = []
    for cut, word in seeing.CUT_NAMES.items():
        ordered = sorted(seen.get(cut, {}).items(), key=lambda row: (-float(row[1][3] or 0), row[0]))
        rows = [{"who": called(cut, who), **_line(one, told)} for who, told in ordered]
        if rows:
            cuts.append({"name": word, "rows": rows})
    told = {"one": one, "name": name, "cuts": cuts, "unit": figures.UNITS[one.unit], "missing": one.missing}
    return render(request, "office/figures/indicator.html", pages.frame(request, HERE) | told)


@require_POST
def reckoning(request: Any, name: str) -> HttpResponse:
    """Reckon an open period now."""
    actor, at = pages.need(request, HERE), now()
    if (no := powers.may("figures.close", actor.kind, {})) is not None:
        raise pages.not_for(actor, no.sentence, powers.SUPERVISE)
    acts.keep_reckoning(actor.region, _named(name), periods.reckoned(actor.region, name, at=at), by=actor, at=at)  # fmt: skip
    return redirect("office:figures:period", name=name)


@require_POST
def closing(request: Any, name: str) -> HttpResponse:
    """Close the period: from here its figures never change."""
    actor, at = pages.need(request, HERE), now()
    if Period.objects.filter(region=actor.region, name=_named(name)).exists() is False and powers.may("figures.close", actor.kind, {}) is None:  # fmt: skip
        acts.keep_reckoning(actor.region, name, periods.reckoned(actor.region, name, at=at), by=actor, at=at)
    periods.closed_or_recorded(name, by=actor, at=at)
    return redirect("office:figures:period", name=name)


@require_POST
def publication(request: Any, name: str) -> HttpResponse:
    """Open the period to everybody."""
    actor = pages.need(request, HERE)
    acts.publish(periods.of(actor.region, _named(name)).pk, by=actor, at=now(), key=sent(request)["key"])
    return redirect(reverse("office:figures:period", args=[name]))
