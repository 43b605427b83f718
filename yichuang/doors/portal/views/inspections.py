"""双随机 for everybody: commitments, draws with the file that re-runs them, results; natural persons are not named."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.ground.now import now
from yichuang.inspections import reading, redraw
from yichuang.inspections.models import Draw
from yichuang.journal import stamps

PAGE, ROWS = 20, 50
KINDS = {"published": "is-ok", "abandoned": "is-stop", "committed": "is-info"}


@require_safe
def index(request: Any) -> HttpResponse:
    """Every draw there ever was, newest first; none is taken away."""
    at = now()
    found = Draw.objects.filter(region=settings.DEPLOYMENT.region).select_related("lead")
    page = Paginator(found.order_by("-committed_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    lines = [
        {"row": row, "overdue": reading.overdue(row, at), "kind": KINDS.get(row.state, "")} for row in page
    ]
    return render(request, "portal/inspections.html", {"lines": lines, "page": page})


def _find(number: str) -> Draw:
    row = (
        Draw.objects.filter(region=settings.DEPLOYMENT.region, number=number.upper())
        .select_related("lead")
        .first()
    )
    if row is None:
        raise Http404("没有这个编号的抽查。")
    return row


@require_safe
def draw(request: Any, number: str) -> HttpResponse:
    """One draw: what was promised, what came out, how anybody re-runs it, what was found."""
    row = _find(number)
    drawn = row.inspections.filter(target__kind="body").select_related("target")
    shown = drawn.prefetch_related("findings__check_item")
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    persons = reading.of_persons(row)
    told = {
        "draw": row, "said": row.said(), "page": page, "checks": row.checks.select_related("check_item__body"), "persons": persons,
        "kind": KINDS.get(row.state, ""), "overdue": reading.overdue(row, now()), "witnesses": row.listed("witnesses"),
        "corrections": row.listed("corrections"), "any": row.state != "committed",
    }  # fmt: skip
    return render(request, "portal/inspection.html", told)


@require_safe
def file(request: Any, number: str) -> HttpResponse:
    """What re-runs the draw; before it, the commitment alone."""
    row = _find(number)
    text = json.dumps(reading.file_of(row, stamps.current()), ensure_ascii=False, indent=1)
    answer = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    kind = "commitment" if row.state == "committed" else "draw"
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-{kind}.json"'
    return answer


@require_safe
def script(request: Any) -> HttpResponse:
    """The outsider's script."""
    answer = HttpResponse(Path(redraw.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="draw.py"'
    return answer
