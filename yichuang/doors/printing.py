"""Addresses of papers: one, several in one go, the 80 mm slip of a receipt."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from yichuang.cases.papers import read
from yichuang.doors import papers
from yichuang.journal.refusals import BadInput

MOST = 12
app_name = "papers"


@require_GET
def one(request: Any, paper: UUID) -> HttpResponse:
    """Show one paper, from storage once it is frozen."""
    return _page(request, [paper])


@require_GET
def several(request: Any) -> HttpResponse:
    """Show several papers, to be printed in one go."""
    try:
        wanted = [UUID(text) for text in request.GET.getlist("paper")[:MOST]]
    except ValueError as error:
        raise BadInput("文书的编号不对，从办件页面再点一次。") from error
    return _page(request, wanted)


def _page(request: Any, wanted: list[UUID]) -> HttpResponse:
    found = papers.find(request.actor, wanted)
    sheets = [papers.shown(paper) for paper in found]
    return render(request, "papers/page.html", {"sheets": sheets, "title": read(found[0].content)["title"]})


@require_GET
def slip(request: Any, paper: UUID) -> HttpResponse:
    """Show the 80 mm slip of a receipt."""
    found = papers.find(request.actor, [paper])[0]
    told = read(found.content)
    return render(
        request,
        "papers/slip.html",
        {"p": told, "url": f"{settings.DEPLOYMENT.origin}/p/{told['query_code']}", "made_at": found.made_at},
    )


urlpatterns = [
    path("print/", several, name="print"),
    path("<uuid:paper>/", one, name="paper"),
    path("<uuid:paper>/slip/", slip, name="slip"),
]
