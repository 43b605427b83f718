"""The talk on a case for staff, shared by window, desk and office: read it, say something, fetch a file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.asking.models import Thread
from yichuang.cases.models import Case
from yichuang.doors import frame, talking
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.refusals import BadInput, NotThere

AREA = {"clerk": "接件", "issue": "出证", "supervisor": "督办"}
BACK = {"clerk": "/counter/cases/{}/", "issue": "/issue/cases/{}/", "supervisor": "/office/cases/{}/"}


@require_http_methods(["GET", "POST"])
def messages(request: Any, case: UUID) -> HttpResponse:
    """The talk with the applicant on one case."""
    actor, at = request.actor, now()
    row = Case.objects.visible_to(actor).select_related("item").filter(pk=case).first()
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    error = None
    if request.method == "POST":
        try:
            talking.in_case_say(request, actor, row, at)
            return redirect("caseview:messages", case=case)
        except BadInput as refused:
            error = refused
    looks.seen(actor, "看办件留言", subject=case, at=at)
    thread: Thread | None = talking.in_case(actor, case)
    told = {
        **frame.around(request, AREA.get(actor.kind, "流转")), "case": row, "thread": thread, "said": talking.said(thread, actor),
        "unread": talking.panel(actor, case)["unread"],
        "back": BACK.get(actor.kind, "/desk/cases/{}/").format(case), "error": error.sentence if error else "",
        "errors": [{"id": "text", "text": error.sentence}] if error else [], "text": request.POST.get("text", ""),
        "may": actor.kind != "supervisor",
    }  # fmt: skip
    return render(request, "talk/case.html", told, status=422 if error else 200)


@require_http_methods(["POST"])
def seen(request: Any, case: UUID) -> HttpResponse:
    """Staff has read the talk."""
    if not Case.objects.visible_to(request.actor).filter(pk=case).exists():
        raise NotThere("没有这个办件，或者不归您看。")
    thread = talking.in_case(request.actor, case)
    talking.mark(thread, request.actor, now())
    return redirect("caseview:messages", case=case)


@require_GET
def file(request: Any, thread: UUID, file: UUID) -> HttpResponse:
    """A file that somebody sent along."""
    return talking.file_of(request.actor, thread, file, now())
