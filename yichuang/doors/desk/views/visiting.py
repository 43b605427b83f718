"""Joint inspection (联合踏勘): the lead calls the departments together once; each says on its phone what it found."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.bundles import acts
from yichuang.bundles.models import Finding, Visit
from yichuang.doors import frame, thingview
from yichuang.doors.desk.demands import Todo
from yichuang.doors.desk.views.things import HERE, sitting
from yichuang.ground.now import now
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused
from yichuang.law import things

NEW, ONE, PURPOSE = "desk/thing_visit_new.html", "desk/thing_visit.html", "联合踏勘"


@require_http_methods(["GET", "POST"])
def plan(request: Any, thing: UUID) -> HttpResponse:
    """Ask for day, half, place and parts; call the departments."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    if refusal := view.may("bundles.plan_visit"):
        raise NotYours(refusal)
    ticked = request.POST.getlist("items")
    told: dict[str, Any] = {
        "view": view, "typed": request.POST, "todo": Todo(view), "address": _address(view),
        "parts": [(line, line.part.key in ticked) for line in view.parts if line.part.state not in things.OVER],
    }  # fmt: skip
    if request.method == "GET":
        return render(request, NEW, frame.around(request, HERE) | told)
    try:
        made = acts.plan_visit(
            thing, by=actor, at=at, on=_day(request), half=request.POST.get("half", ""), items=ticked, place=frame.text_of(request, "place", 120),
            **frame.sent(request),
        )  # fmt: skip
    except Refused as error:
        told["errors"] = [{"id": str(error.facts.get("field", "")), "text": error.sentence}]
        return render(request, NEW, frame.around(request, HERE) | told, status=error.status)
    messages.success(request, "已约好联合踏勘，已告诉申请人日子。")
    return redirect("desk:visit", thing=thing, visit=made["visit"])


def _day(request: Any) -> date:
    found = frame.date_of(request.POST.get("on"), "on", "踏勘日期")
    if found is None:
        raise BadInput("请填写哪一天去。", field="on")
    return found


def _address(view: thingview.ThingView) -> str:
    return str(view.thing.opened()["parties"]["applicant"].get("address", ""))


@require_http_methods(["GET", "POST"])
def visit(request: Any, thing: UUID, visit: UUID) -> HttpResponse:
    """Show a visit to those who go and to the lead, with the address; write down what was found for one's own part."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    row, findings = _seen(view, visit)
    told: dict[str, Any] = {
        "view": view, "visit": row, "findings": findings, "address": _address(view), "typed": request.POST,
        "due": view.today >= row.on,
        "mine": [f for f in findings if f.found_at is None and view.may("bundles.find", view.line(f.part.key)) is None],
    }  # fmt: skip
    if request.method == "GET":
        return render(request, ONE, frame.around(request, HERE) | told)
    try:
        passed = {"yes": True, "no": False}.get(request.POST.get("passed", ""))
        if passed is None:
            raise BadInput("请选通过还是不通过。", field="passed")
        part = request.POST.get("part", "")[:80]
        acts.find(
            thing, by=actor, at=at, visit=visit, part=part, passed=passed, text=frame.text_of(request, "text", 500), **frame.sent(request)
        )  # fmt: skip
    except Refused as error:
        told["errors"] = [{"id": _field(request, error), "text": error.sentence}]
        return render(request, ONE, frame.around(request, HERE) | told, status=error.status)
    messages.success(request, "踏勘意见已记下。")
    return redirect("desk:visit", thing=thing, visit=visit)


def _field(request: Any, error: Refused) -> str:
    field = str(error.facts.get("field", ""))
    return f"{field}-{request.POST.get('part', '')[:80]}" if field in ("text", "passed") else ""


def _seen(view: thingview.ThingView, visit: UUID) -> tuple[Visit, list[Finding]]:
    """Return a visit and what was found, for the departments that go and for the lead."""
    row = Visit.objects.filter(pk=visit, thing=view.thing).first()
    findings = list(
        Finding.objects.filter(visit=visit).select_related("part__department").order_by("part__place")
    )
    goes = any(one.part.department_id in view.actor.organisations for one in findings)
    if row is None or not (goes or view.leads):
        raise NotThere("没有这次踏勘，或者不归您看。")
    return row, findings
