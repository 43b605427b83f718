"""At the window: what could not be done (办不成事), the opinion book (意见簿) and the box; each becomes a work order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.complaints import reading
from yichuang.complaints.models import WorkOrder
from yichuang.doors import frame, workorders
from yichuang.doors.fields import tried
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours
from yichuang.law.powers import TAKES

MOST, HERE = 50, "工单"
FORMS = {
    "unsolved": (workorders.UnsolvedForm, "登记办不成的事", {"source": "unsolved", "category": "complaint"}),
    "book": (workorders.BookForm, "登记意见簿、意见箱", {}),
}


def _staff(request: Any) -> Actor:
    actor: Actor = request.actor
    if actor.kind not in TAKES:
        raise NotYours("办不成的事和意见簿由窗口、出件、导办和督查登记。")
    return actor


@require_GET
def index(request: Any) -> HttpResponse:
    """What this hall took and is not answered yet, and two ways to write another down."""
    actor, today = _staff(request), day_of(now())
    found = WorkOrder.objects.visible_to(actor).filter(source__in=("unsolved", "book", "box"))
    rows = reading.boxes(found, "open", actor, today).select_related("department", "item")[:MOST]
    stamp = stamps.current()
    told = {"lines": [workorders.line_of(row, actor, today, stamp) for row in rows]}
    return render(request, "counter/complaints/index.html", told | frame.around(request, HERE))


@require_http_methods(["GET", "POST"])
def new(request: Any, kind: str) -> HttpResponse:
    """Write one down."""
    actor = _staff(request)
    if kind not in FORMS:
        return redirect("counter:complaints")
    of, title, fixed = FORMS[kind]
    form = of(request.POST or None)
    if request.method == "POST":
        key = frame.sent(request)["key"]
        done = tried(form, lambda told: workorders.taken(request, actor, told, key, **fixed))
        if done is not None:
            code = f"{done['query_code'][:4]}-{done['query_code'][4:]}"
            messages.success(request, f"登记了，{done['number']}。查询码{code}，告诉来人。")
            return redirect("counter:complaints")
    told = {"form": form, "title": title, "kind": kind}
    return render(
        request,
        "counter/complaints/new.html",
        told | frame.around(request, HERE),
        status=422 if form.errors else 200,
    )
