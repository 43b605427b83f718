"""My complaints, reports and suggestions: where each stands, what was answered, rating the answer, taking it back."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.complaints import acts
from yichuang.complaints.models import WorkOrder
from yichuang.doors import attaching, citizen, workorders
from yichuang.doors.frame import sent
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere

PAGE = 20


@require_GET
@citizen.required
def index(request: Any) -> HttpResponse:
    """What I filed, the youngest first."""
    found = WorkOrder.objects.visible_to(citizen.here(request).actor("portal")).order_by(
        "-received_at", "-pk"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "order": row,
            "title": vault.unlock(row.title),
            "word": workorders.PUBLIC[row.state],
            "kind": workorders.KINDS.get(row.state, ""),
        }
        for row in page
    ]
    return render(request, "me/complaints.html", {"lines": lines, "page": page})


def _find(actor: Actor, order: UUID) -> WorkOrder:
    row = WorkOrder.objects.visible_to(actor).select_related("department", "item").filter(pk=order).first()
    if row is None:
        raise NotThere("没有这一件，或者不是您的。回到列表再选。")
    return row


@require_http_methods(["GET", "POST"])
@citizen.required
def page(request: Any, complaint: UUID) -> HttpResponse:
    """One of mine; the answer is rated here."""
    actor = citizen.here(request).actor("portal")
    row, form = _find(actor, complaint), None
    if request.method == "POST":
        form = workorders.rate(row, actor, request.POST, sent(request)["key"])
        if form is None:
            return redirect("me:complaint", complaint=complaint)
    told = workorders.for_caller(row, actor, form) | {"form": form}
    return render(request, "me/complaint.html", told, status=422 if form else 200)


@require_POST
@citizen.required
def withdrawal(request: Any, complaint: UUID) -> HttpResponse:
    """I take it back."""
    actor = citizen.here(request).actor("portal")
    acts.withdraw(_find(actor, complaint).pk, by=actor, at=now(), key=sent(request)["key"])
    return redirect("me:complaint", complaint=complaint)


@require_POST
@citizen.required
def attachments(request: Any, complaint: UUID) -> HttpResponse:
    """I add photos or papers."""
    actor = citizen.here(request).actor("portal")
    row = _find(actor, complaint)
    wrong = attaching.attached(request, row, actor)
    if wrong is None:
        return redirect("me:complaint", complaint=complaint)
    told = workorders.for_caller(row, actor) | {"wrong": wrong.sentence}
    return render(request, "me/complaint.html", told, status=422)


@require_GET
@citizen.required
def attachment(request: Any, complaint: UUID, file: UUID) -> HttpResponse:
    """A file of one of mine."""
    actor = citizen.here(request).actor("portal")
    return attaching.file_of(_find(actor, complaint), actor, file, now())  # type: ignore[no-any-return]
