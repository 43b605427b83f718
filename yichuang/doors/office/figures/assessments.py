"""Outside assessments at the office: the reports, one with its findings; departments answer, the supervisor looks whether it is mended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.doors.fields import Day, line, offer, pick, tried
from yichuang.doors.frame import sent, text_of
from yichuang.doors.office import pages
from yichuang.doors.office.asking.forms import words
from yichuang.figures import acts
from yichuang.figures.models import Assessment, Finding
from yichuang.ground.now import day_of, now
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import powers
from yichuang.people.models import Organisation

HERE = "figures:index"


class NewForm(forms.Form):
    """A report of an outside assessment."""

    name = line("评估名称", 100)
    body = line("评估机构", 80)
    document = line("报告名称或文号", 120)
    period = line("评估的期间", 40, hint="例如2026年第三季度")
    result = words("评估结果", 300, rows=3)
    on = Day("报告日期")


class FindingForm(forms.Form):
    """A finding and who mends it."""

    text = words("发现的问题", 300, rows=3)
    department = pick("由哪个部门改")
    due_on = Day("哪天前改好")


@require_http_methods(["GET", "POST"])
def index(request: Any) -> HttpResponse:
    """The reports with how many findings are open; a new one."""
    actor = pages.need(request, HERE)
    form = NewForm(request.POST or None)
    if request.method == "POST" and (done := tried(form, lambda told: acts.assess(by=actor, at=now(), key=sent(request)["key"], **told))):  # fmt: skip
        return redirect("office:figures:assessment", assessment=done["id"])
    mine = Finding.objects.visible_to(actor)
    found = Assessment.objects.filter(region=actor.region)
    if actor.kind not in powers.SUPERVISE:
        found = found.filter(pk__in=mine.values("assessment"))
    left: dict[Any, list[int]] = {}
    for assessment, state in mine.values_list("assessment_id", "state"):
        counts = left.setdefault(assessment, [0, 0])
        counts[0] += 1
        counts[1] += state != "mended"
    rows = [{"row": row, "found": left.get(row.pk, [0, 0])[0], "open": left.get(row.pk, [0, 0])[1]} for row in found.order_by("-on", "-pk")]  # fmt: skip
    told = {"rows": rows, "form": form, "may": actor.kind in powers.SUPERVISE}
    return render(
        request, "office/figures/assessments.html", pages.frame(request, HERE) | told, status=422 if form.errors else 200
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: Any, assessment: UUID) -> HttpResponse:
    """One report with its findings; a new finding."""
    actor = pages.need(request, HERE)
    form = FindingForm(request.POST or None)
    bodies = Organisation.objects.filter(region=actor.region, kind="department", valid_to=None)
    offer(form, department=bodies.order_by("name").values_list("pk", "name"))

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return acts.find(by=actor, at=now(), key=sent(request)["key"], assessment=assessment, **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:figures:assessment", assessment=assessment)
    return _page(request, assessment, form)


def _page(request: Any, assessment: UUID, form: Any = None, error: BadInput | None = None) -> HttpResponse:
    actor = pages.need(request, HERE)
    row = Assessment.objects.filter(pk=assessment, region=actor.region).first()
    found = list(Finding.objects.visible_to(actor).filter(assessment=assessment).select_related("department").order_by("due_on", "pk"))  # fmt: skip
    if row is None or (actor.kind not in powers.SUPERVISE and not found):
        raise NotThere("没有这次评估，或者没有要您改的。")
    if form is None:
        form = FindingForm()
        bodies = Organisation.objects.filter(region=actor.region, kind="department", valid_to=None)
        offer(form, department=bodies.order_by("name").values_list("pk", "name"))
    lines = [
        {
            "row": one, "late": one.state == "open" and one.due_on < day_of(now()),
            "answers": one.state == "open" and powers.may("figures.answer_finding", actor.kind, {"own_department": one.department_id in actor.organisations}) is None,
            "checks": one.state == "answered" and actor.kind in powers.SUPERVISE,
        }
        for one in found
    ]  # fmt: skip
    told = {
        "row": row, "lines": lines, "form": form, "may": actor.kind in powers.SUPERVISE,
        "errors": [{"id": str(error.facts.get("field", "")), "text": error.sentence}] if error else [],
    }  # fmt: skip
    status = 422 if error or form.errors else 200
    return render(request, "office/figures/assessment.html", pages.frame(request, HERE) | told, status=status)


def _do(request: Any, finding: UUID, act: Callable[..., Any], **asked: Any) -> HttpResponse:
    actor = pages.need(request, HERE)
    row = Finding.objects.visible_to(actor).filter(pk=finding).first()
    if row is None:
        raise NotThere("没有这个问题，或者不归您改。")
    try:
        act(finding, by=actor, at=now(), key=sent(request)["key"], **asked)
    except BadInput as error:
        return _page(request, row.assessment_id, None, error)
    return redirect("office:figures:assessment", assessment=row.assessment_id)


@require_POST
def answer(request: Any, finding: UUID) -> HttpResponse:
    """The department says how it mended it."""
    return _do(request, finding, acts.answer_finding, answer=text_of(request, "answer", 500))


@require_POST
def check(request: Any, finding: UUID) -> HttpResponse:
    """It is mended, or goes back."""
    mended = request.POST.get("mended") == "yes"
    return _do(request, finding, acts.check_finding, mended=mended, why=text_of(request, "why", 300))
