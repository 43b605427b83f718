"""Papers as they were issued, for every door: on the screen, in a print frame, several in one go, and as an 80 mm slip."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from yichuang.cases.models import Paper
from yichuang.cases.papers import read
from yichuang.doors import papers
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import papers as law

MOST = 12
SLIPS = ("filing_receipt", "acceptance", "one_time_notice")
app_name = "papers"


def _found(request: Any, ids: list[UUID]) -> list[Paper]:
    rows = papers.find(request.actor, ids)
    for case in dict.fromkeys(row.case_id for row in rows):
        looks.seen(request.actor, "看文书", subject=case, at=now())
    return rows


@require_GET
def one(request: Any, paper: UUID) -> HttpResponse:
    """Show one paper, from storage once it is frozen."""
    return _page(request, _found(request, [paper]))


@require_GET
def several(request: Any) -> HttpResponse:
    """Show several papers, to be printed in one go."""
    try:
        wanted = [UUID(text) for text in request.GET.getlist("paper")[:MOST]]
    except ValueError as error:
        raise BadInput("文书的编号不对，从办件页面再点一次。") from error
    return _page(request, _found(request, wanted))


def _page(request: Any, rows: list[Paper]) -> HttpResponse:
    title = "、".join(dict.fromkeys(read(row.content)["title"] for row in rows))
    sheets = [(copy, n > 0) for row in rows for n, copy in enumerate(papers.copies_of(row))]
    slip = next((row.pk for row in rows if row.kind in SLIPS), None)
    context = {"sheets": sheets, "title": title, "slip": slip, "frozen": all(row.html_sm3 for row in rows)}
    return render(request, "papers/page.html", context)


@require_GET
def slip(request: Any, paper: UUID) -> HttpResponse:
    """Show the 80 mm slip of a receipt, an acceptance or a notice."""
    row = _found(request, [paper])[0]
    if row.kind not in SLIPS:
        raise NotThere(f"{law.paper(row.kind).title}没有小票。")
    return render(request, "papers/slip.html", papers.around(read(row.content), row, request.actor.stamp))


urlpatterns = [
    path("print/", several, name="print"),
    path("<uuid:paper>/", one, name="paper"),
    path("<uuid:paper>/slip/", slip, name="slip"),
]
