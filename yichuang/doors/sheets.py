"""Pages about one case that several doors share: why a day is the due day, a number in full, a file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors import caseview, files, forms
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere


@require_GET
def why(request: Any, case: UUID, term: int) -> HttpResponse:
    """Show the derivation of a due day, day by day: a paper that prints, or for htmx its table."""
    view = caseview.find(request.actor, case, now(), purpose="看期限")
    page = "caseview/why.html" if request.htmx else "caseview/why_paper.html"
    return render(request, page, {"view": view, "why": view.why(term)})


@require_POST
def reveal(request: Any, case: UUID) -> HttpResponse:
    """Show a party's number in full; that it was looked at is on record."""
    at, role = now(), request.POST.get("role", "")
    view = caseview.find(request.actor, case, at, purpose="看全号")
    shown = caseview.View(view.case, request.actor, at, revealed=role)
    page = "caseview/parties.html" if request.htmx else "caseview/parties_page.html"
    return render(request, page, {"view": shown})


@require_GET
def form(request: Any, case: UUID) -> HttpResponse:
    """Print the application form of a case that was filed on line, numbers in full; the look is on record."""
    view = caseview.find(request.actor, case, now(), purpose="打印申请表")
    if not view.form:
        raise NotThere("这个办件是在窗口收的，没有网上填的申请表。")
    return forms.paper(request, view.case, view.item, view.form)


@require_GET
def file(request: Any, file: UUID) -> HttpResponse:
    """Give back a file of a case, as a download."""
    answer: HttpResponse = files.answer(files.find(request.actor, file, now()))
    return answer
