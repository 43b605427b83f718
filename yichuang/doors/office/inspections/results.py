"""After the draw: the inspectors are sent, one object's page with its results, who steps aside, publication."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.doors.fields import offer, tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import draws, forms
from yichuang.ground.now import day_of, now
from yichuang.inspections import acts, standing
from yichuang.inspections.models import Draw, Inspection
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere


@require_POST
def beginning(request: Any, draw: UUID) -> HttpResponse:
    """Send the inspectors."""
    actor, form = pages.need(request, draws.HERE), forms.BeginForm(request.POST)
    draws.find(actor, draw)
    if (
        tried(form, lambda told: acts.begin(draw, by=actor, at=now(), key=sent(request)["key"], **told))
        is None
    ):
        return draws.shown(request, draw, begin_form=form)
    return redirect("office:inspections:draw", draw=draw)


@require_POST
def publication(request: Any, draw: UUID) -> HttpResponse:
    """Publish what is whole."""
    actor = pages.need(request, draws.HERE)
    draws.find(actor, draw)
    acts.publish(draw, by=actor, at=now(), key=sent(request)["key"])
    return redirect("office:inspections:draw", draw=draw)


def _find(actor: Actor, draw: UUID, place: int) -> tuple[Draw, Inspection]:
    row = draws.find(actor, draw)
    one = row.inspections.filter(place=place).select_related("target").first() if place < 2**31 else None
    if one is None:
        raise NotThere("这次抽查没有这一户。")
    return row, one


@require_http_methods(["GET", "POST"])
def page(request: Any, draw: UUID, place: int) -> HttpResponse:
    """One object: who goes, what each check found; who went says it here."""
    actor = pages.need(request, draws.HERE)
    row, one = _find(actor, draw, place)
    form = None
    if request.method == "POST":
        form = forms.ReportForm(request.POST)
        said = partial(acts.report, draw, by=actor, at=now(), key=sent(request)["key"], inspection=one.pk)
        if tried(form, lambda told: said(**told)) is not None:
            return redirect("office:inspections:object", draw=draw, place=place)
    return _page(request, actor, row, one, form)


def _page(
    request: Any, actor: Actor, row: Draw, one: Inspection, form: Any, swap: Any = None
) -> HttpResponse:
    goers = list(one.goers.select_related("inspector__person"))
    found = {finding.check_item_id: finding for finding in one.findings.all()}
    own = {goer.line for goer in goers if goer.out_on is None and goer.inspector.person_id == actor.person}
    first = {"checked_on": day_of(now())}
    checks = []
    for part in row.checks.select_related("check_item__body"):
        check = part.check_item
        mine = row.state == "inspecting" and check.line in own and check.pk not in found
        typed = form if form is not None and form.data.get("check") == check.code else None
        blank = forms.ReportForm(initial=first | {"check": check.code}, auto_id=f"id_{check.code}_%s")
        checks.append(
            {"check": check, "finding": found.get(check.pk), "form": typed or (blank if mine else None)}
        )
    facts = standing.of_draw(row, actor)
    may = row.state in ("drawn", "inspecting") and standing.may("inspections.replace", actor, facts)
    swap = swap or forms.ReplaceForm()
    offer(
        swap,
        out=[(g.inspector.code, f"{g.inspector.person.name}（{g.line}）") for g in goers if g.out_on is None],
    )
    told = {
        "draw": row, "one": one, "goers": goers, "checks": checks, "form": form or (swap if swap.errors else None), "swap": swap, "may_replace": may,
    }  # fmt: skip
    wrong = (form is not None and form.errors) or swap.errors
    context = pages.frame(request, draws.HERE) | told
    return render(request, "office/inspections/object.html", context, status=422 if wrong else 200)


@require_POST
def replacement(request: Any, draw: UUID, place: int) -> HttpResponse:
    """Somebody who was drawn steps aside; the next in order goes."""
    actor = pages.need(request, draws.HERE)
    row, one = _find(actor, draw, place)
    form = forms.ReplaceForm(request.POST)
    offer(
        form, out=[(g.inspector.code, "") for g in one.goers.filter(out_on=None).select_related("inspector")]
    )
    said = partial(acts.replace, draw, by=actor, at=now(), key=sent(request)["key"], inspection=one.pk)
    if tried(form, lambda told: said(**told)) is None:
        return _page(request, actor, row, one, None, form)
    return redirect("office:inspections:object", draw=draw, place=place)
