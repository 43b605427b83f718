"""One who may be inspected: the grade and why, what it does, an evaluation, an objection with its answer, what was mended."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import forms
from yichuang.doors.told import lines
from yichuang.ground.now import now
from yichuang.inspections import acts, grades, standing
from yichuang.inspections.models import Target
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere
from yichuang.law import grading, powers

PAGE, HERE = 25, "inspections:index"
TOLD = (
    "inspections.enter", "inspections.grade", "inspections.regrade", "inspections.mend_finding", "inspections.raise_objection",
    "inspections.answer_objection", "inspections.strike", "inspections.add_line",
)  # fmt: skip


def _find(actor: Actor, target: UUID) -> Target:
    row = Target.objects.filter(pk=target, region=actor.region).first()
    if row is None:
        raise NotThere("没有这个检查对象。")
    return row


@require_GET
def page(request: Any, target: UUID) -> HttpResponse:
    """The page of one object."""
    return _shown(request, target)


def _shown(request: Any, target: UUID, **tries: Any) -> HttpResponse:
    actor = pages.need(request, HERE)
    row = _find(actor, target)
    if request.method == "GET" and row.kind == "person":
        looks.seen(actor, "检查对象", subject=row.pk, holder_index=row.number_index, at=now())
    facts = standing.graded(row, actor)
    here = row.left_on is None
    may = {
        name: here and standing.may(f"inspections.{name}", actor, facts)
        for name in ("grade", "raise_objection", "strike")
    }
    objections = list(row.objections.order_by("-raised_on", "-pk")[:PAGE])
    waits = next((one for one in objections if one.answered_on is None), None)
    events = Entry.objects.filter(subject=row.pk, act__in=TOLD).order_by("-seq")[:PAGE]
    blank = {
        "grade_form": forms.GradeForm(), "objection_form": forms.ObjectionForm(), "review_form": forms.ReviewForm(),
    }  # fmt: skip
    given = next(iter(tries.values()), None)
    told = {
        "row": row, "form": given, "share": grading.SHARES[row.grade], "grants": _grants(row), "seen": _seen(row, actor), "events": lines(events),
        "objections": objections, "waits": waits, "marks": grades.marks(row.region, row.number_index) if actor.kind in powers.SUPERVISE else [],
        "may_grade": may["grade"], "may_object": may["raise_objection"] and waits is None, "may_strike": may["strike"],
        "may_review": waits and standing.may("inspections.answer_objection", actor, facts), "mine": facts["graded_by_me"], **blank, **tries,
    }  # fmt: skip
    context = pages.frame(request, HERE) | told
    return render(
        request, "office/inspections/target.html", context, status=422 if given is not None else 200
    )


def _grants(row: Target) -> Any:
    return row.grants.select_related("case", "item", "body").order_by("-granted_on", "-pk")[:PAGE]


def _seen(row: Target, actor: Actor) -> list[dict[str, Any]]:
    """Return each visit with what was found, and whether the actor may say that it is mended."""
    there = row.inspections.exclude(checked_on=None).select_related("draw")
    faults = grading.GRAVE | grading.FAULT
    return [
        {"one": one, "findings": [
            {"row": f, "may_mend": f.outcome in faults and not f.mended_on and one.published_at and actor.kind in powers.REGISTERS
             and standing.of_body(actor, f.check_item.body_id)["own_body"]}
            for f in one.findings.all()
        ]}
        for one in there.prefetch_related("findings__check_item").order_by("-checked_on")[:PAGE]
    ]  # fmt: skip


def _do(request: Any, target: UUID, name: str, form: Any, do: Callable[..., Any]) -> HttpResponse:
    """Let the act take what the form says, or show the page again with what was typed."""
    actor = pages.need(request, HERE)
    _find(actor, target)
    said = {"by": actor, "at": now(), "key": sent(request)["key"]}
    if tried(form, lambda told: do(target, **said, **told)) is None:
        return _shown(request, target, **{name: form})
    return redirect("office:inspections:target", target=target)


@require_POST
def evaluation(request: Any, target: UUID) -> HttpResponse:
    """The object was evaluated."""
    return _do(request, target, "grade_form", forms.GradeForm(request.POST), acts.grade)


@require_POST
def objection(request: Any, target: UUID) -> HttpResponse:
    """The object objects to its grade."""
    return _do(request, target, "objection_form", forms.ObjectionForm(request.POST), acts.raise_objection)


@require_POST
def review(request: Any, target: UUID) -> HttpResponse:
    """The objection is answered."""
    form = forms.ReviewForm(request.POST)

    def answered(target: UUID, **said: Any) -> dict[str, Any]:
        named = {name: said[name] for name in ("by", "at", "key")}
        return acts.answer_objection(target, **named, **form.told())

    return _do(request, target, "review_form", form, answered)


@require_POST
def mended(request: Any, target: UUID, finding: int) -> HttpResponse:
    """What was found is mended."""
    done = partial(acts.mend_finding, finding=finding)
    return _do(request, target, "mended_form", forms.MendedForm(request.POST), done)
