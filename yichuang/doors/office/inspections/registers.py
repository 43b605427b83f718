"""The three registers (一单两库): checks, targets with their grades, inspectors with their interests."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.doors.fields import tried
from yichuang.doors.frame import sent, text_of
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import forms
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.inspections import acts, reading, standing
from yichuang.inspections.models import Check, Inspector, Interest, Target, TargetLine
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import powers

PAGE = 25
HERE = "inspections:index"


def _keeps(actor: Actor) -> bool:
    return actor.kind in powers.REGISTERS


def _answer(request: Any, template: str, form: Any, told: dict[str, Any]) -> HttpResponse:
    wrong = bool(form is not None and form.errors)
    context = pages.frame(request, HERE) | {"form": form, **told}
    return render(request, f"office/inspections/{template}.html", context, status=422 if wrong else 200)


def _key(request: Any) -> dict[str, Any]:
    return {"at": now(), "key": sent(request)["key"]}


@require_http_methods(["GET", "POST"])
def checks(request: Any) -> HttpResponse:
    """What may be inspected at random, and one more of it."""
    actor = pages.need(request, HERE)
    form = forms.with_bodies(forms.CheckForm(request.POST or None), actor)
    if request.method == "POST" and tried(
        form, lambda told: acts.list_check(by=actor, **_key(request), **told)
    ):
        return redirect("office:inspections:checks")
    rows = (
        Check.objects.filter(region=actor.region, ends_on=None)
        .select_related("body")
        .order_by("line", "code")
    )
    lines = [
        {"row": row, "own": standing.of_body(actor, row.body_id)["own_body"] and _keeps(actor)}
        for row in rows
    ]
    return _answer(request, "checks", form, {"lines": lines, "keeps": _keeps(actor)})


@require_POST
def ending(request: Any, check: UUID) -> HttpResponse:
    """It is inspected no longer."""
    actor = pages.need(request, HERE)
    acts.end_check(check, by=actor, why=text_of(request, "why", 200), **_key(request))
    return redirect("office:inspections:checks")


@require_http_methods(["GET", "POST"])
def targets(request: Any) -> HttpResponse:
    """Who may be inspected, by grade and line; one more by hand."""
    actor = pages.need(request, HERE)
    form = forms.TargetForm(request.POST or None)
    if request.method == "POST" and tried(form, lambda told: acts.enter(by=actor, **_key(request), **told)):
        return redirect("office:inspections:targets")
    typed, grade = request.GET.get("q", "").replace("\0", "").strip()[:60], request.GET.get("grade", "")
    found = Target.objects.filter(region=actor.region, left_on=None)
    if typed:
        found = _found_by(found, typed)
    if grade in dict(forms.GRADES):
        found = found.filter(grade=grade)
    if grade == "owed":
        found = reading.not_seen(found, day_of(now()))
    page = Paginator(
        found.order_by("code").prefetch_related(Prefetch("lines", TargetLine.objects.filter(ended_on=None))),
        PAGE,
    ).get_page(request.GET.get("page"))
    chips = [{"name": "全部", "href": "?", "current": not grade}] + [
        {"name": name, "href": f"?grade={key}", "current": key == grade}
        for key, name in (*forms.GRADES, ("owed", "该查没查"))
    ]
    return _answer(
        request, "targets", form, {"page": page, "chips": chips, "q": typed, "grade": grade, "may_enter": actor.kind != "government"}
    )  # fmt: skip


def _found_by(found: Any, typed: str) -> Any:
    if typed.upper().startswith("DX"):
        return found.filter(code=typed.upper())
    if typed.isascii() and len(typed) >= 15:
        return found.filter(number_index=vault.index(typed.upper()))
    return found.filter(name__startswith=typed)


@require_POST
def striking(request: Any, target: UUID) -> HttpResponse:
    """Somebody leaves the register."""
    actor = pages.need(request, HERE)
    acts.strike(target, by=actor, why=text_of(request, "why", 200), **_key(request))
    return redirect("office:inspections:targets")


@require_http_methods(["GET", "POST"])
def inspectors(request: Any) -> HttpResponse:
    """Who inspects, in which lines, by which certificate; one more."""
    actor = pages.need(request, HERE)
    form = forms.with_people(
        forms.with_bodies(forms.InspectorForm(request.POST or None), actor), actor, day_of(now())
    )

    def do(said: dict[str, Any]) -> dict[str, Any]:
        lines = [part.strip() for part in said.pop("lines").replace("，", "、").split("、") if part.strip()]
        return acts.qualify(by=actor, lines=lines, **_key(request), **said)

    if request.method == "POST" and tried(form, do):
        return redirect("office:inspections:inspectors")
    rows = Inspector.objects.filter(region=actor.region, left_on=None).select_related("person", "body")
    page = Paginator(rows.order_by("body__name", "code"), PAGE).get_page(request.GET.get("page"))
    return _answer(
        request, "inspectors", form, {"page": page, "keeps": _keeps(actor), "today": day_of(now())}
    )


def _inspector(actor: Actor, inspector: UUID) -> Inspector:
    row = Inspector.objects.filter(pk=inspector, region=actor.region).select_related("person", "body").first()
    if row is None:
        raise NotThere("没有这个检查人员。")
    return row


@require_http_methods(["GET", "POST"])
def inspector(request: Any, inspector: UUID) -> HttpResponse:
    """One inspector: for whom they step aside; one more such."""
    actor = pages.need(request, HERE)
    row = _inspector(actor, inspector)
    form = forms.InterestForm(request.POST or None)

    def do(said: dict[str, Any]) -> dict[str, Any]:
        target = Target.objects.filter(region=actor.region, code=said["target"].upper()).first()
        if target is None:
            raise BadInput("没有这个编号的检查对象。", field="target")
        return acts.declare(inspector, by=actor, target=target.pk, why=said["why"], **_key(request))

    if request.method == "POST" and tried(form, do):
        return redirect("office:inspections:inspector", inspector=inspector)
    facts = standing.of_inspector(row, actor)
    own = standing.may("inspections.declare", actor, facts)
    kept = (
        Interest.objects.filter(inspector=row, ended_on=None)
        .select_related("target")
        .order_by("target__code")
        if own
        else []
    )
    told = {
        "row": row, "interests": kept, "may_declare": own and row.left_on is None, "keeps": standing.may("inspections.release", actor, facts),
    }  # fmt: skip
    return _answer(request, "inspector", form, told)


@require_POST
def releasing(request: Any, inspector: UUID) -> HttpResponse:
    """An inspector leaves the register."""
    actor = pages.need(request, HERE)
    acts.release(inspector, by=actor, why=text_of(request, "why", 200), **_key(request))
    return redirect("office:inspections:inspectors")


@require_POST
def interest_ending(request: Any, inspector: UUID, target: UUID) -> HttpResponse:
    """The reason to step aside is gone."""
    actor = pages.need(request, HERE)
    acts.end_interest(inspector, by=actor, target=target, why=text_of(request, "why", 200), **_key(request))
    return redirect("office:inspections:inspector", inspector=inspector)
