"""The written lists: who may decide what, which windows accept what; to read, add, end and print."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue import acts
from yichuang.catalogue import lists as room
from yichuang.doors.office.catalogue.forms import Authorise, Entrust
from yichuang.doors.office.catalogue.frame import actor_of, departments, draw, errors_of, key_of, number
from yichuang.ground.now import now, today
from yichuang.journal.refusals import Refused
from yichuang.people.models import Organisation

PAGE = 100


def _department(request: HttpRequest) -> Organisation | None:
    """The department looked at: the one asked for, else a department officer's own."""
    actor, asked = actor_of(request), number(request.GET.get("department") or request.POST.get("department"))
    if (
        asked is None
        and "department" not in request.GET
        and actor.kind in ("head", "chief", "approver", "reviewer")
    ):
        asked = actor.organisation
    return Organisation.objects.filter(pk=asked, region=actor.region).first() if asked else None


@require_GET
def authorisations(request: HttpRequest) -> HttpResponse:
    """The authorisation list, how full it is, and which items nobody may decide."""
    actor, department = actor_of(request), _department(request)
    rows = room.authorisations(actor.region, today(), department=department.pk if department else None)
    full = room.fullness(actor.region, today(), department=department.pk if department else None)
    return draw(
        request,
        "authorisations",
        here="authorisations",
        **_listed(request, rows, department),
        full=full,
        missing=full.missing[:60],
    )


def _listed(request: HttpRequest, rows: Any, department: Organisation | None) -> dict[str, Any]:
    total = rows.count()
    page = min(number(request.GET.get("page")) or 1, max(1, -(-total // PAGE)))
    kept = {"department": str(department.pk) if department else ""}
    return {
        "rows": rows[(page - 1) * PAGE : page * PAGE], "total": total, "departments": departments(actor_of(request).region),
        "department": department, "today": today(),
        "prev_href": f"?{urlencode({**kept, 'page': page - 1})}" if page > 1 else "",
        "next_href": f"?{urlencode({**kept, 'page': page + 1})}" if page * PAGE < total else "",
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def authorise(request: HttpRequest) -> HttpResponse:
    """Add rows to the authorisation list of a department."""
    actor, department = actor_of(request), _department(request)
    if department is None:
        return draw(
            request,
            "which_department",
            here="authorisations",
            departments=departments(actor.region),
            title="给哪个部门授权",
        )
    form = Authorise(
        request.POST or None, region=actor.region, department=department, initial={"starts_on": today()}
    )
    if request.method != "POST" or not form.is_valid():
        return draw(
            request,
            "authorise",
            422 if form.errors else 200,
            here="authorisations",
            form=form,
            department=department,
        )
    given = form.cleaned_data
    rows = [
        {"item": str(item.pk), "decision": given["decision"], "post": given["post"].pk}
        for item in given["items"]
    ]
    try:
        acts.authorise(
            by=actor,
            at=now(),
            key=key_of(request),
            rows=rows,
            document=given["document"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )
    except Refused as error:
        return draw(
            request,
            "authorise",
            error.status,
            here="authorisations",
            form=form,
            department=department,
            errors=errors_of(error),
        )
    return redirect(reverse("office:catalogue:authorisations") + f"?department={department.pk}")


def _chosen(request: HttpRequest) -> list[int]:
    return [n for text in request.POST.getlist("row") if (n := number(text)) is not None]


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The chosen rows of the authorisation list end today; the first post asks, the second does it."""
    rows = room.authorisations(actor_of(request).region, today()).filter(pk__in=_chosen(request))
    if request.POST.get("sure") != "1":
        return _ask(
            request,
            "revoke",
            "authorisations",
            rows,
            "撤销授权",
            "从今天起，这些岗位不能再办这些事项。以前作出的决定不受影响。",
        )
    acts.revoke(
        by=actor_of(request),
        at=now(),
        key=key_of(request),
        authorisations=_chosen(request),
        reason=request.POST.get("reason", ""),
    )
    return redirect("office:catalogue:authorisations")


def _ask(request: HttpRequest, act: str, here: str, rows: Any, title: str, text: str) -> HttpResponse:
    if not rows:
        return redirect(f"office:catalogue:{here}")
    return draw(
        request,
        "ending",
        here=here,
        rows=rows,
        title=title,
        text=text,
        act=f"office:catalogue:{act}",
        back=f"office:catalogue:{here}",
    )


@require_GET
def authorisation_paper(request: HttpRequest) -> HttpResponse:
    """The authorisation list on paper."""
    department = _department(request)
    rows = room.authorisations(
        actor_of(request).region, today(), department=department.pk if department else None
    )
    full = room.fullness(actor_of(request).region, today(), department=department.pk if department else None)
    return draw(
        request,
        "authorisation_paper",
        here="authorisations",
        rows=rows,
        full=full,
        department=department,
        today=today(),
    )


@require_GET
def entrustments(request: HttpRequest) -> HttpResponse:
    """The list of entrusted acceptance."""
    department = _department(request)
    rows = room.entrustments(
        actor_of(request).region, today(), department=department.pk if department else None
    )
    return draw(request, "entrustments", here="entrustments", **_listed(request, rows, department))


@require_http_methods(["GET", "POST"])
def entrust(request: HttpRequest) -> HttpResponse:
    """Add rows to the list of entrusted acceptance of a department."""
    actor, department = actor_of(request), _department(request)
    if department is None:
        return draw(
            request,
            "which_department",
            here="entrustments",
            departments=departments(actor.region),
            title="哪个部门委托受理",
        )
    form = Entrust(
        request.POST or None, region=actor.region, department=department, initial={"starts_on": today()}
    )
    if request.method != "POST" or not form.is_valid():
        return draw(
            request,
            "entrust",
            422 if form.errors else 200,
            here="entrustments",
            form=form,
            department=department,
        )
    given = form.cleaned_data
    try:
        acts.entrust(
            by=actor, at=now(), key=key_of(request), items=[str(item.pk) for item in given["items"]], hall=None if given["city"] else given["hall"].pk,
            zone=given["zone"].pk if given["zone"] else None, window=given["window"].pk if given["window"] else None, refusal=given["refusal"],
            document=given["document"], starts_on=given["starts_on"], ends_on=given["ends_on"],
        )  # fmt: skip
    except Refused as error:
        return draw(
            request,
            "entrust",
            error.status,
            here="entrustments",
            form=form,
            department=department,
            errors=errors_of(error),
        )
    return redirect(reverse("office:catalogue:entrustments") + f"?department={department.pk}")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The chosen rows of the list of entrusted acceptance end today; the first post asks, the second does it."""
    rows = room.entrustments(actor_of(request).region, today()).filter(pk__in=_chosen(request))
    if request.POST.get("sure") != "1":
        return _ask(
            request,
            "end",
            "entrustments",
            rows,
            "结束委托受理",
            "从今天起，这些窗口不再以部门名义受理这些事项。已经受理的件照常办完。",
        )
    acts.end_entrustment(
        by=actor_of(request),
        at=now(),
        key=key_of(request),
        entrustments=_chosen(request),
        reason=request.POST.get("reason", ""),
    )
    return redirect("office:catalogue:entrustments")


@require_GET
def entrustment_paper(request: HttpRequest) -> HttpResponse:
    """The list of entrusted acceptance on paper."""
    department = _department(request)
    rows = room.entrustments(
        actor_of(request).region, today(), department=department.pk if department else None
    )
    return draw(
        request, "entrustment_paper", here="entrustments", rows=rows, department=department, today=today()
    )
