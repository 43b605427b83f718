"""Appraisal at the office: the sheets, how departments stand on one in a period, its points, what is scored by hand."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors.frame import sent, text_of
from yichuang.doors.office import pages
from yichuang.figures import acts, appraisal
from yichuang.figures.models import Period, Scheme
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law import powers
from yichuang.people.models import Organisation

HERE = "figures:index"


@require_GET
def index(request: Any) -> HttpResponse:
    """The sheets in force."""
    actor = pages.need(request, HERE)
    told = {"rows": list(appraisal.schemes(actor.region).values())}
    return render(request, "office/figures/sheets.html", pages.frame(request, HERE) | told)


def _scheme(actor: Actor, key: str) -> dict[str, Any]:
    found = appraisal.schemes(actor.region).get(key)
    if found is None:
        raise NotThere("没有这张考核表。")
    return found


@require_GET
def page(request: Any, key: str) -> HttpResponse:
    """How the departments stand on a sheet in a closed period: rank, score, line by line."""
    return _page(request, key)


def _page(request: Any, key: str, error: Refused | None = None) -> HttpResponse:
    actor = pages.need(request, HERE)
    scheme = _scheme(actor, key)
    every = Period.objects.filter(region=actor.region).order_by("-first", "-name")
    names = list(every.values_list("name", flat=True))
    asked = request.GET.get("period") or request.POST.get("period") or ""
    name = asked if asked in names else (names[0] if names else "")
    period = every.filter(name=name).defer("lists").first() if name else None
    supervises = actor.kind in powers.SUPERVISE
    scored = appraisal.scored(scheme, period.figures(), actor.region) if period else []
    own = set(Organisation.objects.filter(pk__in=actor.organisations).values_list("name", flat=True))
    places = {who: place for place, who, _ in appraisal.figures.ranking({one.department: one.score for one in scored})}  # fmt: skip
    rows = [{"one": one, "place": places.get(one.department)} for one in scored if supervises or one.department in own]  # fmt: skip
    bodies = Organisation.objects.filter(region=actor.region, kind="department", valid_to=None).order_by("name")  # fmt: skip
    told = {
        "scheme": scheme, "heads": [{"name": appraisal.line_name(line), **line} for line in scheme["lines"]], "rows": rows, "names": names,
        "period": period, "may": supervises, "talks": appraisal.talked_to(scheme, actor.region, name) if supervises else (),
        "bodies": bodies if supervises else (), "hand": [line for line in scheme["lines"] if line.get("hand")], "posted": request.POST,
        "errors": [{"id": str(error.facts.get("field") or "points"), "text": error.sentence}] if error else [],
    }  # fmt: skip
    return render(
        request, "office/figures/sheet.html", pages.frame(request, HERE) | told, status=422 if error else 200
    )


@require_POST
def score(request: Any, key: str) -> HttpResponse:
    """Score a line by hand."""
    actor = pages.need(request, HERE)
    try:
        own = _own(request, actor, key)
        acts.score(
            own, by=actor, at=now(), period=text_of(request, "period", 7), department=_number(request.POST.get("department", "")),
            line=text_of(request, "line", 30), points=text_of(request, "points", 8), why=text_of(request, "why", 300),
        )  # fmt: skip
    except BadInput as error:
        return _page(request, key, error)
    return redirect(f"{reverse('office:figures:sheet', args=[key])}?period={request.POST.get('period', '')[:7]}")  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _own(request: Any, actor: Actor, key: str) -> Any:
    """Return the region's own sheet; a packaged one is adopted first."""
    found = Scheme.objects.filter(region=actor.region, key=key).values_list("pk", flat=True).first()
    return found or UUID(acts.adopt_scheme(by=actor, at=now(), scheme=key)["id"])


@require_http_methods(["GET", "POST"])
def lines(request: Any, key: str) -> HttpResponse:
    """Set the points of a sheet and between which values they are given."""
    actor = pages.need(request, HERE)
    scheme, error = _scheme(actor, key), None
    given = [_given(request, line) for line in scheme["lines"]]
    if request.method == "POST":
        try:
            acts.set_scheme(
                _own(request, actor, key), by=actor, at=now(), lines=given, basis=text_of(request, "basis", 200), key=sent(request)["key"]
            )  # fmt: skip
            return redirect("office:figures:sheet", key=key)
        except BadInput as refused:
            error = refused
    told = {
        "scheme": scheme, "lines": [{"title": appraisal.line_name(line), **line} for line in given], "may": actor.kind in powers.SUPERVISE,
        "basis": request.POST.get("basis", scheme["basis"]), "errors": [{"id": str(error.facts.get("field", "")), "text": error.sentence}] if error else [],
    }  # fmt: skip
    return render(
        request, "office/figures/lines.html", pages.frame(request, HERE) | told, status=422 if error else 200
    )


def _given(request: Any, line: dict[str, Any]) -> dict[str, Any]:
    """A line as it was typed, or as it stands."""
    if request.method != "POST":
        return dict(line)
    key = line["key"]
    points = request.POST.get(f"points-{key}", "").strip()
    made = dict(line) | {"points": int(points) if points.isascii() and points.isdigit() and len(points) < 4 else points}  # fmt: skip
    if not line.get("hand"):
        made |= {name: request.POST.get(f"{name}-{key}", "").strip()[:8] for name in ("full", "none")}
    return made
