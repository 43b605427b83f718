"""Draws: the list, a commitment, the draw with its witnesses, a number corrected, one abandoned."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.clock import book
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import forms
from yichuang.ground.now import day_of, now
from yichuang.inspections import acts, reading, standing
from yichuang.inspections.models import Draw, Goer, Grant, Inspection
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere
from yichuang.law import draws as law

PAGE, HERE = 20, "inspections:index"
RATES = {"rate_A": 3, "rate_B": 5, "rate_C": 10, "rate_D": 30}


@require_GET
def index(request: Any) -> HttpResponse:
    """What waits for this post, and the draws, newest first."""
    actor, at = pages.need(request, HERE), now()
    found = Draw.objects.visible_to(actor).select_related("lead").order_by("-committed_at", "-pk")
    counted = found.annotate(
        whole=Count("inspections"),
        checked=Count("inspections", filter=Q(inspections__checked_on__isnull=False)),
    )
    page = Paginator(counted, PAGE).get_page(request.GET.get("page"))
    lines = [
        {"row": row, "overdue": reading.overdue(row, at), "kind": KINDS.get(row.state, "")} for row in page
    ]
    told = {
        "lines": lines, "page": page, "kpis": _kpis(actor, at), "mine": _mine(actor), "may_commit": actor.kind in COMMITS,
    }  # fmt: skip
    return render(request, "office/inspections/index.html", pages.frame(request, HERE) | told)


KINDS = {"published": "is-ok", "abandoned": "is-stop", "committed": "is-info", "results": "is-warn"}
LATELY = timedelta(days=30)
COMMITS = frozenset({"approver", "chief", "head", "supervisor"})


def _kpis(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    today, here = day_of(at), reverse("office:inspections:grants")
    seen, waits = Grant.objects.visible_to(actor), Q(signed_at=None, recalled_on=None)
    late, lately = waits & Q(due_on__lt=today), Q(recalled_on__gt=today - LATELY)
    numbers = seen.filter(waits | lately).aggregate(
        all=Count("pk", filter=waits), late=Count("pk", filter=late), gone=Count("pk", filter=lately)
    )
    return [
        {"name": "等签收的审批结果", "number": numbers["all"], "note": "件", "href": here},
        {"name": "过了日子没签", "number": numbers["late"], "note": "件", "href": f"{here}?box=late"},
        {"name": "一个月里作废收回", "number": numbers["gone"], "note": "件", "href": f"{here}?box=recalled"},
    ]


def _mine(actor: Actor) -> list[Inspection]:
    """What the actor is drawn to visit and has not said the result of."""
    goes = Goer.objects.filter(inspector__person=actor.person or 0, out_on=None).values("inspection")
    mine = Inspection.objects.filter(
        pk__in=goes, draw__state="inspecting", checked_on=None, region=actor.region
    )
    return list(mine.select_related("draw", "target").order_by("draw__inspect_by", "place")[:PAGE])


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Publish the commitment of a draw."""
    actor, at = pages.need(request, HERE), now()
    if actor.kind not in COMMITS:
        raise pages.not_for(actor, "公布抽查承诺", COMMITS)
    least = book.number(stamps.current(), actor.region, "draw_percent", day_of(at)).whole
    first = {**RATES, "overall": least, "grades": list(law.GRADES)}
    form = forms.CommitForm(request.POST or None, initial=first)
    forms.with_checks(form, actor)
    if request.method == "POST":
        done = tried(
            form, lambda told: acts.commit(by=actor, at=at, key=sent(request)["key"], **_asked(form))
        )
        if done is not None:
            return redirect("office:inspections:draw", draw=done["id"])
    context = pages.frame(request, HERE) | {"form": form}
    return render(request, "office/inspections/new.html", context, status=422 if form.errors else 200)


def _asked(form: forms.CommitForm) -> dict[str, Any]:
    said = form.told()
    return said | {"checks": [UUID(one) for one in said["checks"]]}


def find(actor: Actor, draw: UUID) -> Draw:
    """Return the draw this actor may see."""
    row = Draw.objects.visible_to(actor).filter(pk=draw).select_related("lead").first()
    if row is None:
        raise NotThere("没有这次抽查，或者不归您看。")
    return row


@require_GET
def page(request: Any, draw: UUID) -> HttpResponse:
    """One draw: what was committed to, what was drawn, how far it is, what may be done."""
    return shown(request, draw)


def shown(request: Any, draw: UUID, **tries: Any) -> HttpResponse:
    """Return the page of a draw; `tries` is a form that was refused, by its name."""
    actor, at = pages.need(request, HERE), now()
    row = find(actor, draw)
    facts = standing.of_draw(row, actor)
    found = row.inspections.select_related("target").prefetch_related(
        "goers__inspector__person", "findings__check_item"
    )
    objects = Paginator(found, PAGE).get_page(request.GET.get("page"))
    ready = row.inspections.filter(published_at=None).exclude(checked_on=None).count()
    state = row.state
    may = {
        name: standing.may(f"inspections.{name}", actor, facts)
        for name in ("run", "correct", "abandon", "begin", "publish", "replace", "report", "unseal")
    }
    blank: dict[str, Any] = {
        "run_form": forms.RunForm(), "correct_form": forms.CorrectForm(), "abandon_form": forms.WhyForm(), "begin_form": forms.BeginForm(),
    }  # fmt: skip
    given = next(iter(tries.values()), None)
    told = {
        "draw": row, "said": row.said(), "objects": objects, "ready": ready, "checks": row.checks.select_related("check_item__body"),
        "may_run": state == "committed" and may["run"] and at >= row.planned_at, "may_abandon": state == "committed" and may["abandon"],
        "may_unseal": state != "committed" and may["unseal"],
        "may_correct": state == "drawn" and may["correct"], "may_begin": state == "drawn" and may["begin"],
        "may_publish": state in ("inspecting", "results") and ready > 0 and may["publish"], "in_pool": state == "committed" and facts["in_pool"],
        "overdue": reading.overdue(row, at), "kind": KINDS.get(state, ""), "form": given, "today": day_of(at), "witnesses": row.listed("witnesses"),
        "corrections": row.listed("corrections"), "replaced": row.listed("replaced"), **blank, **tries,
    }  # fmt: skip
    context = pages.frame(request, HERE) | told
    return render(request, "office/inspections/draw.html", context, status=422 if given is not None else 200)


def _do(request: Any, draw: UUID, name: str, form: Any, act: Any) -> HttpResponse:
    """Let the act take what the form says, or show the page again with what was typed."""
    actor = pages.need(request, HERE)
    find(actor, draw)
    if tried(form, lambda told: act(draw, by=actor, at=now(), key=sent(request)["key"], **told)) is None:
        return shown(request, draw, **{name: form})
    return redirect("office:inspections:draw", draw=draw)


@require_POST
def run(request: Any, draw: UUID) -> HttpResponse:
    """Draw, once."""
    form = forms.RunForm(request.POST)
    drawn = lambda draw, *, by, at, key, **_: acts.run(draw, by=by, at=at, key=key, **form.told())  # noqa: E731
    return _do(request, draw, "run_form", form, drawn)


@require_POST
def correction(request: Any, draw: UUID) -> HttpResponse:
    """The number was copied wrongly."""
    return _do(request, draw, "correct_form", forms.CorrectForm(request.POST), acts.correct)


@require_POST
def abandonment(request: Any, draw: UUID) -> HttpResponse:
    """The draw will not be made."""
    return _do(request, draw, "abandon_form", forms.WhyForm(request.POST), acts.abandon)
